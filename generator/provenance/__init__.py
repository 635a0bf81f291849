"""What a document was made of: digests of every input, for the manifest and for the question what must be made anew."""

from generator.provenance.record import decided, imprint, judged, version_of
from generator.provenance.sameness import FILES, Difference, differences, part, rewritten, same
from generator.provenance.software import everything, programs, renew
from generator.provenance.sources import Scope, content, inputs, key, scope, surroundings

__all__ = [
    "FILES",
    "Difference",
    "Scope",
    "content",
    "decided",
    "differences",
    "everything",
    "imprint",
    "inputs",
    "judged",
    "key",
    "part",
    "programs",
    "renew",
    "rewritten",
    "same",
    "scope",
    "surroundings",
    "version_of",
]
