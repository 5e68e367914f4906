"""Originals and cleaned versions side by side in a browser, from a server on this machine or as files.

    archives --build--> index --Catalogue--> rows --Pages--> HTML --app, guard, server--> a browser
                                                       `--export--> a folder of files

The index (SQLite, FTS5) lies beside the archive and is made anew when that changes; texts are read from the archive
when they are shown. Archived content is hostile: it is escaped by the templates, sanitised where it is rendered, and
framed without scripts or network where it is shown as a page.
"""
