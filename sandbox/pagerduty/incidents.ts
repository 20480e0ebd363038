import type { AlertEvent, EventLink, Severity } from './event';

export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';

export interface IncidentHistoryEntry {
	readonly atMs: number;
	readonly action: AlertEvent['action'];
	/** What the event changed: a repeat of an open incident changes nothing but the count. */
	readonly effect: 'opened' | 'repeated' | 'acknowledged' | 'resolved';
	readonly summary: string | undefined;
}

export interface Incident {
	readonly number: number;
	readonly dedupKey: string;
	readonly status: IncidentStatus;
	readonly summary: string;
	readonly source: string;
	readonly severity: Severity;
	readonly component: string | undefined;
	readonly group: string | undefined;
	readonly class: string | undefined;
	readonly customDetails: unknown;
	readonly client: string | undefined;
	readonly clientUrl: string | undefined;
	readonly links: readonly EventLink[];
	/** Triggers merged into it, the first included. */
	readonly triggerCount: number;
	/** How often a person was paged for it: once, however often it repeats. */
	readonly pageCount: number;
	readonly createdAtMs: number;
	readonly updatedAtMs: number;
	readonly resolvedAtMs: number | undefined;
	readonly history: readonly IncidentHistoryEntry[];
}

/** The incidents of one service, by dedup key. At most one of a key is open; resolved ones stay as history. */
export class IncidentList {
	private incidents: Incident[] = [];

	list(): readonly Incident[] {
		return this.incidents;
	}

	clear(): void {
		this.incidents = [];
	}

	/** An acknowledgement or resolution of a key that has no open incident is accepted and does nothing. */
	apply(event: AlertEvent, dedupKey: string, nowMs: number): void {
		const index = this.incidents.findLastIndex(
			(incident) => incident.dedupKey === dedupKey && incident.status !== 'resolved',
		);
		const open = this.incidents[index];
		if (!open) {
			if (event.payload) this.incidents.push(this.opened(event, event.payload, dedupKey, nowMs));
			return;
		}
		const record = (effect: IncidentHistoryEntry['effect'], change: Partial<Incident>): void => {
			const entry = { atMs: nowMs, action: event.action, effect, summary: event.payload?.summary };
			this.incidents[index] = {
				...open,
				...change,
				updatedAtMs: nowMs,
				history: [...open.history, entry],
			};
		};
		switch (event.action) {
			case 'trigger':
				// The incident keeps its title and, when someone has it in hand, its acknowledgement.
				record('repeated', { triggerCount: open.triggerCount + 1 });
				return;
			case 'acknowledge':
				if (open.status === 'triggered') record('acknowledged', { status: 'acknowledged' });
				return;
			case 'resolve':
				record('resolved', { status: 'resolved', resolvedAtMs: nowMs });
				return;
		}
	}

	private opened(
		event: AlertEvent,
		payload: NonNullable<AlertEvent['payload']>,
		dedupKey: string,
		nowMs: number,
	): Incident {
		return {
			number: this.incidents.length + 1,
			dedupKey,
			status: 'triggered',
			summary: payload.summary,
			source: payload.source,
			severity: payload.severity,
			component: payload.component,
			group: payload.group,
			class: payload.class,
			customDetails: payload.customDetails,
			client: event.client,
			clientUrl: event.clientUrl,
			links: event.links,
			triggerCount: 1,
			pageCount: 1,
			createdAtMs: nowMs,
			updatedAtMs: nowMs,
			resolvedAtMs: undefined,
			history: [{ atMs: nowMs, action: 'trigger', effect: 'opened', summary: payload.summary }],
		};
	}
}
