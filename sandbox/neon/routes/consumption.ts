import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { badRequest, neonError } from '../http/errors';
import { paginate } from '../http/pagination';
import { isoTime, parseTime } from '../http/time';
import type { Project } from '../model';
import type { Neon } from '../neon';
import { ORGANIZATION } from '../world/world';

const dayMs = 86_400_000;
const monthMs = 30 * dayMs;
/** Bytes that a branch holds: all of a root branch, what differs in a child. */
const [rootBytes, childBytes] = [1_000_000_000, 100_000_000];
/** Computes are suspended most of the time. */
const activeShare = 0.25;

/** What projects used: grows with time, computes and branches. */
export function consumptionRoutes(neon: Neon): SandboxRoute[] {
	return neon.apiRoutes([['GET', '/consumption_history/v2/projects', listConsumption]]);
}

interface Frame {
	readonly fromMs: number;
	readonly toMs: number;
}

function listConsumption(neon: Neon, request: SandboxRequest): SandboxResponse {
	const { query } = request;
	if (query.get('org_id') !== ORGANIZATION.id) throw neonError(404, 'organization not found');
	const metrics = query.getAll('metrics').flatMap((names) => names.split(','));
	if (metrics.length === 0 || metrics.includes('')) throw badRequest('metrics is required');
	const frames = framesOf(request, neon.world.now());
	const projects = [...neon.world.projects.values()].filter(({ orgId }) => orgId === ORGANIZATION.id);
	const page = paginate(request, projects, { standard: 10, largest: 100 });
	return {
		status: 200,
		body: {
			projects: page.items.map((project) => ({
				project_id: project.id,
				periods: [periodOf(neon, project, frames, metrics)],
			})),
			...(page.last !== undefined && { pagination: { cursor: page.last } }),
		},
	};
}

function periodOf(neon: Neon, project: Project, frames: readonly Frame[], metrics: readonly string[]) {
	return {
		period_id: '5ea1ab1e-0000-4000-8000-000000000001',
		period_plan: 'launch_v3',
		period_start: isoTime(project.createdAtMs),
		consumption: frames.map((frame) => ({
			timeframe_start: isoTime(frame.fromMs),
			timeframe_end: isoTime(frame.toMs),
			metrics: metrics.map((name) => ({
				metric_name: name,
				value: Math.round(valueOf(neon, project, frame, name)),
			})),
		})),
	};
}

function valueOf({ world }: Neon, project: Project, frame: Frame, metric: string): number {
	const sinceMs = (createdAtMs: number): number => Math.max(0, frame.toMs - Math.max(frame.fromMs, createdAtMs));
	const branches = world.branchesOf(project);
	const stored = (ofRoots: boolean, bytes: number): number =>
		branches
			.filter(({ parentId }) => (parentId === undefined) === ofRoots)
			.reduce((sum, { createdAtMs }) => sum + (bytes * sinceMs(createdAtMs)) / monthMs, 0);
	switch (metric) {
		case 'compute_unit_seconds':
			return branches
				.flatMap((branch) => world.endpointsOf(branch))
				.reduce((sum, one) => sum + (one.minimumUnits * sinceMs(one.createdAtMs) * activeShare) / 1000, 0);
		case 'root_branch_bytes_month':
			return stored(true, rootBytes);
		case 'child_branch_bytes_month':
			return stored(false, childBytes);
		default:
			return 0;
	}
}

/** Whole days or months, as the span is rounded to them. */
function framesOf({ query }: SandboxRequest, nowMs: number): Frame[] {
	const granularity = query.get('granularity');
	if (granularity !== 'daily' && granularity !== 'monthly') throw badRequest('granularity is not simulated');
	const floor = (timeMs: number): number => {
		const time = new Date(timeMs);
		return Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), granularity === 'monthly' ? 1 : time.getUTCDate());
	};
	const [from, to] = ['from', 'to'].map((name) => floor(parseTime(query.get(name) ?? '', name)));
	const oldestMs = nowMs - (granularity === 'daily' ? 60 : 366) * dayMs;
	if (from === undefined || to === undefined || from >= to || from < oldestMs) {
		throw neonError(406, 'the specified date-time range is invalid for the granularity');
	}
	const frames: Frame[] = [];
	for (let fromMs = from; fromMs < to;) {
		const toMs = floor(fromMs + (granularity === 'monthly' ? 32 : 1) * dayMs);
		frames.push({ fromMs, toMs });
		fromMs = toMs;
	}
	return frames;
}
