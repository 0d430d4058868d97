"""Every task of the maintenance menu."""

from __future__ import annotations

from kiosk.flows.maintenance.menu import TaskFlow, maintaining, serving

TASKS: tuple[TaskFlow, ...] = ()

MAINTENANCE = maintaining(TASKS)
start_staff_visit = serving(MAINTENANCE)
