"""Excerpts for programs that count and search: tables, workbooks, JSON, annotations, a database. One module a format."""
