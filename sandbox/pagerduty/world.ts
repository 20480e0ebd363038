import type { SandboxServices } from '../kernel/platform';
import { openedIncident, updatedIncident } from './lifecycle';
import type { AlertEvent, ChangeEvent, Incident, ReceivedChange } from './model';
import { EventRateLimit } from './rateLimits';

/** The incidents and changes of one service. At most one incident of a key is open; resolved ones stay as history. */
export class PagerDutyWorld {
	readonly limit: EventRateLimit;

	private incidents: Incident[] = [];

	private changes: ReceivedChange[] = [];

	constructor(private readonly services: SandboxServices) {
		this.limit = new EventRateLimit(services.clock);
	}

	/** Answers the key, which the service makes where the event has none. */
	receiveAlert(event: AlertEvent): string {
		const dedupKey = event.dedupKey ?? this.services.ids.hex(32);
		const nowMs = this.services.clock.now();
		const index = this.incidents.findLastIndex(
			(incident) => incident.dedupKey === dedupKey && incident.status !== 'resolved',
		);
		const open = this.incidents[index];
		if (open) {
			this.incidents[index] = updatedIncident(open, event, nowMs);
		} else if (event.payload) {
			// An acknowledgement or resolution of a key that has no open incident is accepted and does nothing.
			const opening = { number: this.incidents.length + 1, dedupKey, nowMs };
			this.incidents.push(openedIncident(event, event.payload, opening));
		}
		return dedupKey;
	}

	receiveChange(event: ChangeEvent): void {
		this.changes.push({ ...event, receivedAtMs: this.services.clock.now() });
	}

	state() {
		return {
			incidents: this.incidents,
			changes: this.changes,
			openCount: this.incidents.filter(({ status }) => status !== 'resolved').length,
		};
	}

	reset(): void {
		this.incidents = [];
		this.changes = [];
		this.limit.reset();
	}
}
