"""Stand-ins for modules that the tools import and that reading a dataset has no use for: audio, servers, other benchmarks.

OpenCompass, LLaMA-Factory and Axolotl are installed without what they depend on (gigabytes of it, some only for a GPU). What is
missing then is imported as an empty shell, so that the code that reads datasets, which is what is checked, is the real one.
"""
import importlib.abc
import importlib.machinery
import sys
import types


class _Shell(types.ModuleType):
    """A module that has whatever is asked of it: an empty class under each name."""

    __path__: list = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (), {"__init__": lambda self, *_, **__: None, "__class_getitem__": classmethod(lambda cls, _: cls)})
        setattr(self, name, made)
        return made


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names):
        self.names = set(names)

    def find_spec(self, fullname, path=None, target=None):
        if fullname.split(".")[0] not in self.names:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec):
        return _Shell(spec.name)

    def exec_module(self, module):
        pass


def stand_in_for(*names):
    """Makes these top-level modules importable as shells, where they are not installed."""
    sys.meta_path.append(_Finder(names))


def bare_package(name, folder):
    """Makes a package whose own __init__ is not run, so that one of its modules can be imported alone."""
    module = types.ModuleType(name)
    module.__path__ = [str(folder)]
    sys.modules[name] = module
    return module
