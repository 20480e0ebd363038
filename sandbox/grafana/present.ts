import { matches, silenceStateAt } from './lifecycle';
import type { DataSource, StoredAlert, StoredAnnotation, StoredDashboard, StoredSilence } from './model';

const iso = (ms: number): string => new Date(ms).toISOString();

export const annotationBody = (annotation: StoredAnnotation) => ({
	id: annotation.id,
	alertId: 0,
	alertName: '',
	dashboardId: 0,
	...(annotation.dashboardUid !== null && { dashboardUID: annotation.dashboardUid }),
	panelId: annotation.panelId,
	userId: 0,
	newState: '',
	prevState: '',
	created: annotation.createdAtMs,
	updated: annotation.updatedAtMs,
	time: annotation.timeMs,
	timeEnd: annotation.timeEndMs,
	text: annotation.text,
	tags: [...annotation.tags],
	login: 'sa-1-slipway',
	email: '',
	avatarUrl: '',
	data: {},
});

export const silenceBody = (silence: StoredSilence, nowMs: number) => ({
	id: silence.id,
	comment: silence.comment,
	createdBy: silence.createdBy,
	matchers: silence.matchers.map((matcher) => ({ ...matcher })),
	startsAt: iso(silence.startsAtMs),
	endsAt: iso(silence.endsAtMs),
	updatedAt: iso(silence.updatedAtMs),
	status: { state: silenceStateAt(silence, nowMs) },
});

/** A silence that fits makes it suppressed. */
export const alertBody = (alert: StoredAlert, silences: readonly StoredSilence[], nowMs: number) => {
	const silencedBy = silences
		.filter((silence) => silenceStateAt(silence, nowMs) === 'active')
		.filter(({ matchers }) => matchers.every((matcher) => matches(alert.labels, matcher)))
		.map(({ id }) => id);
	return {
		fingerprint: alert.fingerprint,
		labels: alert.labels,
		annotations: alert.annotations,
		startsAt: iso(alert.startsAtMs),
		endsAt: iso(nowMs + 240_000),
		updatedAt: iso(nowMs),
		generatorURL: 'https://candlefish.grafana.example/alerting/grafana/rule/view',
		receivers: [{ name: 'on-call' }],
		status: {
			state: silencedBy.length > 0 ? 'suppressed' : 'active',
			silencedBy,
			inhibitedBy: [],
			mutedBy: [],
		},
	};
};

export const dataSourceBody = ({ id, uid, name, type, isDefault }: DataSource) => ({
	id,
	uid,
	orgId: 1,
	name,
	type,
	typeName: type,
	typeLogoUrl: '',
	access: 'proxy',
	url: '',
	user: '',
	database: '',
	basicAuth: false,
	isDefault,
	jsonData: {},
	readOnly: true,
});

export const slugOf = ({ dashboard }: StoredDashboard): string =>
	String(dashboard.title ?? '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-');

export const dashboardBody = (stored: StoredDashboard) => ({
	meta: {
		type: 'db',
		canSave: true,
		canEdit: true,
		canAdmin: false,
		canStar: false,
		canDelete: true,
		slug: slugOf(stored),
		url: `/d/${stored.uid}/${slugOf(stored)}`,
		created: iso(stored.createdAtMs),
		updated: iso(stored.updatedAtMs),
		createdBy: 'sa-1-slipway',
		updatedBy: 'sa-1-slipway',
		version: stored.version,
		hasAcl: false,
		isFolder: false,
		folderUid: stored.folderUid,
		folderTitle: '',
		folderUrl: '',
		provisioned: false,
		provisionedExternalId: '',
	},
	dashboard: { ...stored.dashboard, id: stored.id, uid: stored.uid, version: stored.version },
});
