"""A new profile: a starting set of files to change, written whole or not at all."""

from generator.newprofile.making import NewProfile as NewProfile
from generator.newprofile.making import make_profile as make_profile
