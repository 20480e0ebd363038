import type { AlertEvent, Incident, IncidentHistoryEntry } from './model';

/** The incident that a trigger opens. */
export function openedIncident(
	event: AlertEvent,
	payload: NonNullable<AlertEvent['payload']>,
	opening: { readonly number: number; readonly dedupKey: string; readonly nowMs: number },
): Incident {
	const { number, dedupKey, nowMs } = opening;
	return {
		number,
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

/** An open incident after an event of its key. */
export function updatedIncident(open: Incident, event: AlertEvent, nowMs: number): Incident {
	const updated = (effect: IncidentHistoryEntry['effect'], change: Partial<Incident>): Incident => ({
		...open,
		...change,
		updatedAtMs: nowMs,
		history: [...open.history, { atMs: nowMs, action: event.action, effect, summary: event.payload?.summary }],
	});
	switch (event.action) {
		case 'trigger':
			// The incident keeps its title and, when someone has it in hand, its acknowledgement.
			return updated('repeated', { triggerCount: open.triggerCount + 1 });
		case 'acknowledge':
			return open.status === 'triggered' ? updated('acknowledged', { status: 'acknowledged' }) : open;
		case 'resolve':
			return updated('resolved', { status: 'resolved', resolvedAtMs: nowMs });
	}
}
