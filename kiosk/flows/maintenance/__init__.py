"""The maintenance menu as tables of steps, one file for each task.

Staff walk it as citizens walk theirs: 上一步, idle log-out and faults are the machine's business.
"""
