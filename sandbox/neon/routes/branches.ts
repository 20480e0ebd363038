import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { badRequest, unprocessable } from '../http/errors';
import { paginate } from '../http/pagination';
import { flagAt, jsonBody, requiredObject, textAt } from '../http/requestBody';
import { parseTime } from '../http/time';
import type { Branch, Project } from '../model';
import type { Neon } from '../neon';
import { presentAnnotation, presentBranch } from '../present/branch';
import { presentOperation } from '../present/operation';
import { readMoment } from '../world/history';
import { createBranch, requireBranchName } from './createBranch';

export function branchRoutes(neon: Neon): SandboxRoute[] {
	const all = '/projects/:projectId/branches';
	const one = `${all}/:branchId`;
	return neon.apiRoutes([
		['GET', all, listBranches],
		['POST', all, createBranch],
		['GET', `${all}/count`, countBranches],
		['GET', one, readBranch],
		['PATCH', one, updateBranch],
		['DELETE', one, deleteBranch],
		['POST', `${one}/restore`, restoreBranch],
	]);
}

const sortFields = ['name', 'created_at', 'updated_at'] as const;

const isSortField = (text: string): text is (typeof sortFields)[number] => sortFields.some((field) => field === text);

function readSort(request: SandboxRequest): { by: (typeof sortFields)[number]; order: 'asc' | 'desc' } {
	const by = request.query.get('sort_by') ?? 'updated_at';
	const order = request.query.get('sort_order') ?? 'desc';
	if (!isSortField(by)) throw badRequest(`sort_by must be one of ${sortFields.join(', ')}`);
	if (order !== 'asc' && order !== 'desc') throw badRequest('sort_order must be asc or desc');
	return { by, order };
}

function listBranches(neon: Neon, request: SandboxRequest): SandboxResponse {
	const found = matching(neon, neon.projectOf(request), request);
	const { by, order } = readSort(request);
	const compare = (left: Branch, right: Branch): number =>
		by === 'name'
			? left.name.localeCompare(right.name, 'en')
			: by === 'created_at'
				? left.createdAtMs - right.createdAtMs
				: left.updatedAtMs - right.updatedAtMs;
	const direction = order === 'asc' ? 1 : -1;
	const sorted = found.sort((left, right) => direction * (compare(left, right) || left.sequence - right.sequence));
	const page = paginate(request, sorted, { standard: 100, largest: 10_000 });
	return {
		status: 200,
		body: {
			branches: page.items.map(presentBranch),
			annotations: Object.fromEntries(
				page.items
					.filter(({ annotation }) => Object.keys(annotation).length > 0)
					.map((branch) => [branch.id, presentAnnotation(branch)]),
			),
			pagination: {
				...(page.next !== undefined && { next: page.next }),
				sort_by: by,
				sort_order: order.toUpperCase(),
			},
		},
	};
}

function matching(neon: Neon, project: Project, request: SandboxRequest): Branch[] {
	const search = request.query.get('search')?.toLowerCase() ?? '';
	return neon.world
		.branchesOf(project)
		.filter(({ id, name }) => name.toLowerCase().includes(search) || id.includes(search));
}

function updateBranch(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	const body = requiredObject(jsonBody(request), 'branch');
	const name = textAt(body, 'name');
	const isProtected = flagAt(body, 'protected') ?? branch.isProtected;
	const expiry = textAt(body, 'expires_at');
	const expiresAtMs = expiry === undefined ? undefined : parseTime(expiry, 'expires_at');
	if (expiresAtMs !== undefined) {
		neon.branching.requireExpiry({ id: branch.id, isDefault: branch.isDefault, isProtected }, expiresAtMs);
	}
	const keepsExpiry = 'expires_at' in body ? expiresAtMs !== undefined : branch.expiresAtMs !== undefined;
	if (isProtected && !branch.isProtected && keepsExpiry) {
		throw unprocessable('a branch with an expiration cannot be protected');
	}
	if (name !== undefined) {
		requireBranchName(name);
		neon.world.requireFreeName(project, name, branch);
	}
	neon.operations.requireUnlocked(project);
	branch.name = name ?? branch.name;
	branch.isProtected = isProtected;
	if ('expires_at' in body) neon.branching.setExpiry(project, branch, expiresAtMs);
	branch.updatedAtMs = neon.world.now();
	return { status: 200, body: { branch: presentBranch(branch), operations: [] } };
}

async function restoreBranch(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	const body = jsonBody(request);
	const sourceId = textAt(body, 'source_branch_id');
	if (sourceId === undefined) throw badRequest('source_branch_id is required');
	const source = neon.world.branch(project, sourceId);
	const nowMs = neon.world.now();
	const atMs = readMoment(project, source, nowMs, {
		timestamp: textAt(body, 'source_timestamp'),
		timestampName: 'source_timestamp',
		lsn: textAt(body, 'source_lsn'),
		lsnName: 'source_lsn',
	});
	const preserveUnderName = textAt(body, 'preserve_under_name');
	if (source === branch && atMs === undefined) {
		throw badRequest('source_timestamp or source_lsn is required when a branch is restored from itself');
	}
	const hasChildren = neon.world.childrenOf(branch).length > 0;
	if ((hasChildren || source === branch) && preserveUnderName === undefined) {
		throw badRequest('preserve_under_name is required when the branch has children or is restored from itself');
	}
	if (preserveUnderName !== undefined) {
		requireBranchName(preserveUnderName);
		neon.world.requireFreeName(project, preserveUnderName);
	}
	neon.operations.requireUnlocked(project);
	const contents = await neon.branching.contentsOf(source, atMs);
	// What is overwritten is kept up to its last commit.
	if (preserveUnderName !== undefined) await neon.branching.contentsOf(branch);
	const operations = neon.branching.restore(
		project,
		branch,
		{ branch: source, contents, atMs: atMs ?? nowMs },
		preserveUnderName,
	);
	return {
		status: 200,
		body: { branch: presentBranch(branch), operations: operations.map(presentOperation) },
	};
}

function countBranches(neon: Neon, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: { count: matching(neon, neon.projectOf(request), request).length } };
}

function readBranch(neon: Neon, request: SandboxRequest): SandboxResponse {
	const branch = neon.branchOf(request);
	return { status: 200, body: { branch: presentBranch(branch), annotation: presentAnnotation(branch) } };
}

function deleteBranch(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	// The contract's answer to the deletion of what does not exist.
	if (!neon.world.branches.has(request.params['branchId'] ?? '')) return { status: 204 };
	const branch = neon.branchOf(request);
	const operations = neon.branching.delete(project, branch);
	return {
		status: 200,
		body: { branch: presentBranch(branch), operations: operations.map(presentOperation) },
	};
}
