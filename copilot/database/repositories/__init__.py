"""Queries and inserts, one module per aggregate. Every function works in the caller's transaction
and sees the rows of the user that it speaks for."""
