/** `trigger` opens or repeats, `acknowledge` and `resolve` move an incident on. */
export const eventActions = ['trigger', 'acknowledge', 'resolve'] as const;
export type EventAction = (typeof eventActions)[number];

export const severities = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export interface EventLink {
	readonly href: string;
	readonly text?: string;
}

export interface AlertEvent {
	readonly action: EventAction;
	readonly dedupKey: string | undefined;
	/** Set on a trigger only. */
	readonly payload:
		| {
				readonly summary: string;
				readonly source: string;
				readonly severity: Severity;
				readonly component: string | undefined;
				readonly group: string | undefined;
				readonly class: string | undefined;
				readonly timestamp: string | undefined;
				readonly customDetails: unknown;
		  }
		| undefined;
	readonly client: string | undefined;
	readonly clientUrl: string | undefined;
	readonly links: readonly EventLink[];
}

export interface ChangeEvent {
	readonly summary: string;
	readonly source: string | undefined;
	readonly timestamp: string | undefined;
	readonly customDetails: unknown;
	readonly links: readonly EventLink[];
}

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

/** A change event as it came in. */
export type ReceivedChange = ChangeEvent & { readonly receivedAtMs: number };
