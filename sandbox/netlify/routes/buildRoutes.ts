import type { SandboxRoute } from '../../kernel/platform';
import type { NetlifyContext } from '../context';
import { apiRoutes, type NetlifyHandler } from '../http/apiRoutes';
import { notFound, unprocessable } from '../http/errors';
import { paginate } from '../http/pagination';
import { carriesZip, pathParameter } from '../http/requestBody';
import { requestedBuild, requestedSite } from '../http/requested';
import { presentBuild } from '../present/build';
import { isoTime } from '../present/withNulls';
import { ACCOUNT } from '../world/accounts';

/** As Netlify counts the shortest of them. */
const minutesABuild = 1;

export function buildRoutes(context: NetlifyContext): SandboxRoute[] {
	return [
		...apiRoutes(context, [
			['GET', '/sites/:siteId/builds', listBuilds],
			['POST', '/sites/:siteId/builds', startBuild],
			['GET', '/builds/:buildId', getBuild],
			['GET', '/:accountId/builds/status', getStatus],
		]),
		// What `log_access_attributes.url` points at, in the form of Firebase's REST API.
		{ method: 'GET', pattern: '/build_logs/builds/:buildId/:file', handle: (request) => getLog(context, request) },
	];
}

const listBuilds: NetlifyHandler = (context, request) => {
	const site = requestedSite(context, request);
	const builds = [...context.world.builds.values()].filter((build) => build.siteId === site.id).reverse();
	return paginate(request, builds, presentBuild);
};

const startBuild: NetlifyHandler = (context, request) => {
	const site = requestedSite(context, request);
	if (carriesZip(request)) throw unprocessable('The sandbox does not simulate builds of a zip');
	context.limits.countDeploy();
	const build = context.builds.enqueue(site, {
		branch: request.query.get('branch') ?? undefined,
		title: request.query.get('title') ?? undefined,
	});
	return { status: 200, body: presentBuild(build) };
};

const getBuild: NetlifyHandler = (context, request) => ({
	status: 200,
	body: presentBuild(requestedBuild(context, request)),
});

const getStatus: NetlifyHandler = (context, { params }) => {
	const account = params['accountId'];
	if (account !== ACCOUNT.id && account !== ACCOUNT.slug) throw notFound();
	const { active, enqueued } = context.builds.counts();
	const { world } = context;
	const now = new Date(world.now());
	const monthStart = (later: number): string => isoTime(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later, 1));
	const minutes = {
		current: world.builds.size * minutesABuild,
		current_average_sec: world.builds.size === 0 ? 0 : minutesABuild * 60,
		previous: 0,
		period_start_date: monthStart(0),
		period_end_date: monthStart(1),
		last_updated_at: isoTime(world.now()),
		included_minutes: '25000',
		included_minutes_with_packs: '25000',
	};
	const counts = { active, pending_concurrency: 0, enqueued, build_count: world.builds.size };
	return { status: 200, body: [{ ...counts, minutes }] };
};

const getLog: NetlifyHandler = (context, request) => {
	const build = requestedBuild(context, request);
	const file = pathParameter(request, 'file');
	if (file !== 'log' && file !== 'log.json') throw notFound();
	const lines = context.world.deploys.get(build.deployId)?.log ?? [];
	const entries = lines.map((line, index) => [`-L${String(index).padStart(6, '0')}`, line] as const);
	const last = Number(request.query.get('limitToLast') ?? entries.length);
	return { status: 200, body: Object.fromEntries(last > 0 ? entries.slice(-last) : []) };
};
