"""The store: the journal, the records it implies, and the files it names.

In flow order:

engine, tables, migrate, journal, records (camera, problem, push, clock), evidence, spool,
trouble, store, verify.
"""
