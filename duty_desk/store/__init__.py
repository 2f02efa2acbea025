"""The store: the journal, the records it implies, and the files it names.

In flow order:

engine, patience, tables, migrate, journal, records (camera, problem, push, clock), evidence,
spool, trouble, transaction, store, reading, guards, rebuild, verify.
"""
