"""The A4 printer: Debian's real ippeveprinter, and the paper path that its print command drives.

The kiosk speaks IPP with a process that is none of ours. That process runs a print command for each
job, which asks the paper path in the hall what becomes of every page.
"""
