import type { SandboxHandler, SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { SandboxHttpError } from '../../kernel/platform';
import { grafanaError } from '../errors';
import type { StoredDashboard } from '../model';
import { dashboardBody, dataSourceBody, slugOf } from '../present';
import { dataSources } from '../seed';
import type { World } from '../world';
import { fieldsOf, numberIn, textIn } from './answers';

const folderBody = {
	id: 1,
	uid: 'deployments',
	title: 'Deployments',
	uri: 'db/deployments',
	url: '/dashboards/f/deployments/deployments',
	slug: '',
	type: 'dash-folder',
	tags: [],
	isStarred: false,
	sortMeta: 0,
};

/** Dashboards, data sources and the organization. */
export function dashboardRoutes(world: World): SandboxRoute[] {
	const found = ({ params }: SandboxRequest): StoredDashboard => {
		const dashboard = world.dashboards.find(({ uid }) => uid === params.uid);
		if (!dashboard) throw grafanaError(404, 'Dashboard not found');
		return dashboard;
	};
	const save: SandboxHandler = (request) => {
		const fields = fieldsOf(request);
		const given = fields.dashboard;
		if (typeof given !== 'object' || given === null) throw grafanaError(400, 'bad request data');
		const dashboard: Readonly<Record<string, unknown>> = { ...given };
		if ((textIn(dashboard, 'title') ?? '') === '') throw grafanaError(400, 'Dashboard title cannot be empty');
		const uid = textIn(dashboard, 'uid') || world.uuid().slice(0, 14);
		const before = world.dashboards.find((other) => other.uid === uid);
		const isNewer =
			before !== undefined && fields.overwrite !== true && numberIn(dashboard, 'version') !== before.version;
		if (isNewer) {
			throw new SandboxHttpError(412, {
				message: 'The dashboard has been changed by someone else',
				status: 'version-mismatch',
			});
		}
		const nowMs = world.now();
		const stored = {
			uid,
			id: before?.id ?? world.nextId(),
			version: (before?.version ?? 0) + 1,
			folderUid: textIn(fields, 'folderUid') ?? before?.folderUid ?? '',
			dashboard,
			createdAtMs: before?.createdAtMs ?? nowMs,
			updatedAtMs: nowMs,
		};
		world.dashboards = [...world.dashboards.filter((other) => other.uid !== uid), stored];
		const { id, version } = stored;
		const slug = slugOf(stored);
		return { status: 200, body: { id, uid, version, slug, status: 'success', url: `/d/${uid}/${slug}` } };
	};
	const search: SandboxHandler = ({ query }) => {
		const wanted = (query.get('query') ?? '').toLowerCase();
		if (query.get('type') === 'dash-folder') return { status: 200, body: [folderBody] };
		const body = world.dashboards
			.filter(({ dashboard }) => String(dashboard.title).toLowerCase().includes(wanted))
			.map((stored) => ({
				id: stored.id,
				uid: stored.uid,
				title: String(stored.dashboard.title),
				uri: `db/${slugOf(stored)}`,
				url: `/d/${stored.uid}/${slugOf(stored)}`,
				slug: '',
				type: 'dash-db',
				tags: [],
				isStarred: false,
				sortMeta: 0,
			}));
		return { status: 200, body };
	};
	return [
		{ method: 'GET', pattern: '/api/org', handle: () => ({ status: 200, body: { id: 1, name: 'Candlefish' } }) },
		{
			method: 'GET',
			pattern: '/api/datasources',
			handle: () => ({ status: 200, body: dataSources.map(dataSourceBody) }),
		},
		{
			method: 'GET',
			pattern: '/api/dashboards/uid/:uid',
			handle: (request) => ({ status: 200, body: dashboardBody(found(request)) }),
		},
		{ method: 'POST', pattern: '/api/dashboards/db', handle: save },
		{ method: 'GET', pattern: '/api/search', handle: search },
	];
}
