/** An annotation as the sandbox keeps it. */
export interface StoredAnnotation {
	readonly id: number;
	readonly text: string;
	readonly tags: readonly string[];
	readonly timeMs: number;
	/** The same as `timeMs` where it is a point and no region, as Grafana keeps it. */
	readonly timeEndMs: number;
	readonly dashboardUid: string | null;
	readonly panelId: number;
	readonly createdAtMs: number;
	readonly updatedAtMs: number;
}

export interface Matcher {
	readonly name: string;
	readonly value: string;
	readonly isRegex: boolean;
	readonly isEqual: boolean;
}

export interface StoredSilence {
	readonly id: string;
	readonly comment: string;
	readonly createdBy: string;
	readonly matchers: readonly Matcher[];
	readonly startsAtMs: number;
	readonly endsAtMs: number;
	readonly updatedAtMs: number;
}

export interface StoredAlert {
	readonly fingerprint: string;
	readonly labels: Labels;
	readonly annotations: Labels;
	readonly startsAtMs: number;
}

export interface StoredDashboard {
	readonly uid: string;
	readonly id: number;
	readonly version: number;
	readonly folderUid: string;
	/** Its JSON, as it was saved. */
	readonly dashboard: Readonly<Record<string, unknown>>;
	readonly createdAtMs: number;
	readonly updatedAtMs: number;
}

export interface DataSource {
	readonly id: number;
	readonly uid: string;
	readonly name: string;
	readonly type: string;
	readonly isDefault: boolean;
}

/** With `__name__`. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
	readonly atMs: number;
	readonly value: number;
}

/** From `sinceMs` on a scraped series has this value, which grows by so much; null: it is gone. */
export interface SeriesChange {
	readonly sinceMs: number;
	readonly value: number | null;
	readonly perSecond: number;
}

/** A series that something else is scraped for, every 15 seconds. */
export interface ScrapedSeries {
	readonly labels: Labels;
	readonly changes: SeriesChange[];
}

/** A series that was sent. */
export interface SentSeries {
	readonly labels: Labels;
	readonly samples: Sample[];
}
