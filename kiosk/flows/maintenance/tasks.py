"""Every task of the maintenance menu."""

from __future__ import annotations

from kiosk.domain.staff import Task
from kiosk.flows.maintenance.connections import CONNECTIONS, ConnectionsCase
from kiosk.flows.maintenance.consumables import CONSUMABLES, enter_consumables
from kiosk.flows.maintenance.device_tests import DEVICE_TESTS, enter_device_tests
from kiosk.flows.maintenance.key_views import KeysCase
from kiosk.flows.maintenance.keys import KEYS
from kiosk.flows.maintenance.logs import LOGS, enter_logs
from kiosk.flows.maintenance.menu import TaskFlow, maintaining, serving, task_flow
from kiosk.flows.maintenance.money import MONEY, enter_money
from kiosk.flows.maintenance.overview import OVERVIEW, enter_overview
from kiosk.flows.maintenance.power import POWER, enter_power
from kiosk.flows.maintenance.settings import SETTINGS, enter_settings

TASKS: tuple[TaskFlow, ...] = (
    task_flow(Task.OVERVIEW, OVERVIEW, enter_overview),
    task_flow(Task.CONSUMABLES, CONSUMABLES, enter_consumables),
    task_flow(Task.DEVICE_TESTS, DEVICE_TESTS, enter_device_tests),
    task_flow(Task.CONNECTIONS, CONNECTIONS, lambda _member: ConnectionsCase()),
    task_flow(Task.KEYS, KEYS, KeysCase),
    task_flow(Task.SETTINGS, SETTINGS, enter_settings),
    task_flow(Task.MONEY, MONEY, enter_money),
    task_flow(Task.LOGS, LOGS, enter_logs),
    task_flow(Task.POWER, POWER, enter_power),
)

MAINTENANCE = maintaining(TASKS)
start_staff_visit = serving(MAINTENANCE)
