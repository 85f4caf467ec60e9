from hypothesis import settings

# One core may be busy with something else; what a property test shows does not depend on its speed.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
