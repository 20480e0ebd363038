import type { SandboxServices } from '../kernel/platform';
import type {
	Labels,
	Sample,
	ScrapedSeries,
	SentSeries,
	SeriesChange,
	StoredAlert,
	StoredAnnotation,
	StoredDashboard,
	StoredSilence,
} from './model';
import { alertBody, annotationBody, silenceBody } from './present';
import { seedAlerts, seedScraped } from './seed';
import { scrapedSamples } from './lifecycle';

/** All that a Grafana Cloud stack holds here. */
export class World {
	annotations: StoredAnnotation[] = [];

	silences: StoredSilence[] = [];

	alerts: StoredAlert[] = [];

	dashboards: StoredDashboard[] = [];

	private scraped: ScrapedSeries[] = [];

	private sent: SentSeries[] = [];

	private lastId = 0;

	constructor(private readonly services: SandboxServices) {
		this.reset();
	}

	now(): number {
		return this.services.clock.now();
	}

	nextId(): number {
		this.lastId += 1;
		return this.lastId;
	}

	uuid(): string {
		return this.services.ids.uuid();
	}

	/** All series, with their samples in a span of time, its start left out as Prometheus does. */
	series(fromMs: number, toMs: number): SentSeries[] {
		const within = ({ atMs }: Sample): boolean => atMs > fromMs && atMs <= toMs;
		return [
			...this.scraped.map((series) => ({
				labels: series.labels,
				samples: scrapedSamples(series.changes, fromMs, toMs),
			})),
			...this.sent.map(({ labels, samples }) => ({ labels, samples: samples.filter(within) })),
		].filter(({ samples }) => samples.length > 0);
	}

	/** What was sent of one series; undefined where nothing was. */
	sentOf(labels: Labels): SentSeries | undefined {
		return this.sent.find((series) => keyOf(series.labels) === keyOf(labels));
	}

	send(labels: Labels, sample: Sample): void {
		const found = this.sentOf(labels);
		if (!found) {
			this.sent.push({ labels, samples: [sample] });
			return;
		}
		if (found.samples.some(({ atMs }) => atMs === sample.atMs)) return;
		found.samples.push(sample);
		found.samples.sort((left, right) => left.atMs - right.atMs);
	}

	/** Behind the API's back: from now on a service reports this; null for nothing at all. */
	scrape(labels: Labels, value: number | null, perSecond: number): void {
		const change: SeriesChange = { sinceMs: this.now(), value, perSecond };
		const found = this.scraped.find((series) => keyOf(series.labels) === keyOf(labels));
		if (found) found.changes.push(change);
		else this.scraped.push({ labels, changes: [change] });
	}

	state() {
		const nowMs = this.now();
		return {
			annotations: this.annotations.map(annotationBody),
			silences: this.silences.map((silence) => silenceBody(silence, nowMs)),
			alerts: this.alerts.map((alert) => alertBody(alert, this.silences, nowMs)),
			dashboards: this.dashboards.map(({ uid, version, dashboard }) => ({ uid, version, title: dashboard.title })),
			metrics: this.sent.map(({ labels, samples }) => ({ labels, last: samples[samples.length - 1] })),
		};
	}

	reset(): void {
		const nowMs = this.now();
		this.annotations = [];
		this.silences = [];
		this.alerts = seedAlerts(nowMs);
		this.dashboards = [];
		this.scraped = seedScraped(nowMs);
		this.sent = [];
		this.lastId = 0;
	}
}

/** Of the same labels, in any order. */
export function keyOf(labels: Labels): string {
	return JSON.stringify(Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1)));
}
