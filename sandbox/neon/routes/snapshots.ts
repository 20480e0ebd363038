import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { unprocessable } from '../http/errors';
import { flagAt, jsonBody, requiredObject, textAt } from '../http/requestBody';
import { parseTime } from '../http/time';
import { finalizeRestore } from '../lifecycle/snapshotRestore';
import type { Snapshot } from '../model';
import type { Neon } from '../neon';
import { presentBranch } from '../present/branch';
import { presentEndpoint } from '../present/endpoint';
import { presentOperation } from '../present/operation';
import { presentSnapshot } from '../present/snapshot';
import { queryMoment } from '../world/history';
import { neonId } from '../world/identifiers';
import { requireRoomForBranch } from './createBranch';

export function snapshotRoutes(neon: Neon): SandboxRoute[] {
	const all = '/projects/:projectId/snapshots';
	const one = `${all}/:snapshotId`;
	return neon.apiRoutes([
		['POST', '/projects/:projectId/branches/:branchId/snapshot', createSnapshot],
		['GET', all, listSnapshots],
		['PATCH', one, updateSnapshot],
		['DELETE', one, deleteSnapshot],
		['POST', `${one}/restore`, restoreSnapshot],
	]);
}

function setExpiry(neon: Neon, snapshot: Snapshot, atMs: number | undefined): void {
	snapshot.cancelExpiry?.();
	snapshot.expiresAtMs = atMs;
	snapshot.cancelExpiry =
		atMs === undefined
			? undefined
			: neon.world.services.clock.after(atMs - neon.world.now(), () => {
					neon.world.snapshots.delete(snapshot.id);
				});
}

async function createSnapshot(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const { world } = neon;
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	const nowMs = world.now();
	const atMs = queryMoment(project, branch, nowMs, request);
	const expiry = request.query.get('expires_at');
	const expiresAtMs = expiry ? parseTime(expiry, 'expires_at') : undefined;
	if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
		throw unprocessable('expires_at must be in the future');
	}
	if (branch.parentId !== undefined) throw unprocessable('snapshots are of root branches only');
	const held = [...world.snapshots.values()].filter(({ projectId }) => projectId === project.id);
	if (held.length >= neon.limits.snapshotsPerProject) {
		throw unprocessable('snapshots limit exceeded', 'SNAPSHOTS_LIMIT_EXCEEDED');
	}
	neon.operations.requireUnlocked(project);
	const contents = await neon.branching.contentsOf(branch, atMs);
	const operations = neon.operations.schedule(project, [{ action: 'create_timeline', branchId: branch.id }]);
	const id = neonId(world.services.ids, 'snap');
	const snapshot: Snapshot = {
		id,
		projectId: project.id,
		name: request.query.get('name') || id,
		sourceBranchId: branch.id,
		atMs: atMs ?? nowMs,
		createdAtMs: nowMs,
		expiresAtMs: undefined,
		...contents,
		cancelExpiry: undefined,
	};
	setExpiry(neon, snapshot, expiresAtMs);
	world.snapshots.set(id, snapshot);
	return {
		status: 200,
		body: { snapshot: presentSnapshot(snapshot), operations: operations.map(presentOperation) },
	};
}

function restoreSnapshot(neon: Neon, request: SandboxRequest): SandboxResponse {
	const { world } = neon;
	const project = neon.projectOf(request);
	const snapshot = snapshotOf(neon, request);
	const body = jsonBody(request);
	const targetId = textAt(body, 'target_branch_id') ?? snapshot.sourceBranchId;
	const target = world.branch(project, targetId);
	const isFinal = flagAt(body, 'finalize_restore') ?? false;
	const name =
		textAt(body, 'name') ??
		request.query.get('name') ??
		`${target.name} (restored ${new Date(world.now()).toISOString()})`;
	world.requireFreeName(project, name);
	requireRoomForBranch(neon, world.branchesOf(project).length);
	neon.operations.requireUnlocked(project);
	const branch = neon.branching.add(project, { name, restoredFrom: snapshot.id, restoredAs: target.id }, snapshot);
	const operations = neon.operations.schedule(project, [
		neon.branching.readyStep(branch),
		...(isFinal ? finalizeRestore(neon, project, branch, undefined) : []),
	]);
	return {
		status: 200,
		body: {
			branch: presentBranch(branch),
			endpoints: world.endpointsOf(branch).map((endpoint) => presentEndpoint(project, endpoint)),
			operations: operations.map(presentOperation),
		},
	};
}

function listSnapshots(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const snapshots = [...neon.world.snapshots.values()].filter((snapshot) => snapshot.projectId === project.id);
	return { status: 200, body: { snapshots: snapshots.map(presentSnapshot) } };
}

function updateSnapshot(neon: Neon, request: SandboxRequest): SandboxResponse {
	const snapshot = snapshotOf(neon, request);
	const body = requiredObject(jsonBody(request), 'snapshot');
	const expiry = textAt(body, 'expires_at');
	if ('expires_at' in body) {
		setExpiry(neon, snapshot, expiry === undefined ? undefined : parseTime(expiry, 'expires_at'));
	}
	snapshot.name = textAt(body, 'name') ?? snapshot.name;
	return { status: 200, body: { snapshot: presentSnapshot(snapshot) } };
}

function deleteSnapshot(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const snapshot = snapshotOf(neon, request);
	const apply = (): void => {
		snapshot.cancelExpiry?.();
		neon.world.snapshots.delete(snapshot.id);
	};
	const operations = neon.operations.schedule(project, [{ action: 'delete_timeline', apply }]);
	return { status: 202, body: { operations: operations.map(presentOperation) } };
}

function snapshotOf(neon: Neon, request: SandboxRequest): Snapshot {
	return neon.world.snapshot(neon.projectOf(request), request.params['snapshotId'] ?? '');
}
