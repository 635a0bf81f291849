"""Those who make documents for a long run: processes of this machine, or a cluster.

They make and check; they publish nothing. What they are given and what they
give back is plain, so that it can be sent anywhere.
"""

from generator.crew.job import Crew, Done, Job, Limits, Outfit

__all__ = ["Crew", "Done", "Job", "Limits", "Outfit"]
