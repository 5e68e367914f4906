"""What reading foreign WARC files and our own archive have in common: members, headers, limits, writing a record.

Sources: WARC 1.1 (ISO 28500:2017), RFC 1952 (gzip), RFC 9110 and 9112 (HTTP).
"""
