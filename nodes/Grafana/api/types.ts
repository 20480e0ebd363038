/** What is read of Grafana's answers; fields that may be absent are optional. */
export interface GrafanaAnnotation {
	readonly id: number;
	readonly text?: string;
	readonly tags?: readonly string[];
	/** Milliseconds since the epoch. */
	readonly time?: number;
	/** The same as `time` where it is a point and no region. */
	readonly timeEnd?: number;
	readonly dashboardUID?: string;
}

export interface GrafanaMatcher {
	readonly name: string;
	readonly value: string;
	readonly isRegex: boolean;
	readonly isEqual?: boolean;
}

export interface GrafanaSilence {
	readonly id: string;
	readonly comment?: string;
	readonly createdBy?: string;
	readonly matchers?: readonly GrafanaMatcher[];
	readonly startsAt?: string;
	readonly endsAt?: string;
	readonly status?: { readonly state?: string };
}

export interface GrafanaAlert {
	readonly fingerprint: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly annotations?: Readonly<Record<string, string>>;
	readonly startsAt?: string;
	readonly generatorURL?: string;
	readonly status?: { readonly state?: string; readonly silencedBy?: readonly string[] };
}

export interface GrafanaDataSource {
	readonly uid: string;
	readonly name?: string;
	readonly type?: string;
	readonly isDefault?: boolean;
}

export interface GrafanaHit {
	readonly uid: string;
	readonly title?: string;
}

export interface GrafanaDashboard {
	readonly dashboard: Readonly<Record<string, unknown>>;
	readonly meta?: { readonly version?: number; readonly folderUid?: string; readonly url?: string };
}

/** What is sent: `opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest`, in OTLP's JSON. */
export interface OtlpMetrics {
	readonly resourceMetrics: ReadonlyArray<{
		readonly resource: { readonly attributes: readonly OtlpAttribute[] };
		readonly scopeMetrics: ReadonlyArray<{
			readonly scope: { readonly name: string };
			readonly metrics: readonly OtlpMetric[];
		}>;
	}>;
}

export interface OtlpAttribute {
	readonly key: string;
	readonly value: { readonly stringValue: string };
}

export interface OtlpPoint {
	readonly attributes: readonly OtlpAttribute[];
	readonly startTimeUnixNano?: string;
	readonly timeUnixNano: string;
	readonly asDouble: number;
}

export interface OtlpMetric {
	readonly name: string;
	readonly unit: string;
	readonly description: string;
	readonly gauge?: { readonly dataPoints: readonly OtlpPoint[] };
	readonly sum?: {
		/** 2: what it has come to since its start. Grafana Cloud refuses 1, what was added. */
		readonly aggregationTemporality: 2;
		readonly isMonotonic: true;
		readonly dataPoints: readonly OtlpPoint[];
	};
}
