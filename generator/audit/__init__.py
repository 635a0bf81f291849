"""Published files looked at again: are they what was published, what were they made of, do they still hold?"""
