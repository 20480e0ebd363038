import { unprocessable } from '../http/errors';
import type { Branch, Operation, Project, Role, SnapshotDatabase } from '../model';
import { newPassword } from '../world/identifiers';
import type { NewBranch, NeonWorld } from '../world/world';
import type { Computes } from './computes';
import type { OperationStep, Operations } from './operations';

/** What a branch holds, and who may log in. */
export interface BranchContents {
	readonly databases: readonly SnapshotDatabase[];
	readonly roles: readonly Role[];
}

/** Making, restoring and deleting branches with what they hold. */
export class Branching {
	/** Neon deletes an expired branch at some moment after its end, not at it. */
	deletesExpired = true;

	constructor(
		private readonly world: NeonWorld,
		private readonly operations: Operations,
		private readonly computes: Computes,
	) {}

	/** Everything committed on a branch now, or at an earlier moment. */
	async contentsOf(branch: Branch, atMs?: number): Promise<BranchContents> {
		const databases: SnapshotDatabase[] = [];
		for (const { name, ownerName, live } of branch.databases.values()) {
			const content = await (atMs === undefined ? live.capture() : live.contentAt(atMs));
			databases.push({ name, ownerName, content });
		}
		return { databases, roles: [...branch.roles.values()].map((role) => ({ ...role })) };
	}

	/** A branch with contents, in state `init`; `readyStep` ends that. */
	add(project: Project, options: NewBranch, contents: BranchContents): Branch {
		const branch = this.world.addBranch(project, options);
		this.fill(branch, contents);
		return branch;
	}

	/** Branches of a protected branch get passwords of their own: https://neon.com/docs/guides/protected-branches */
	withNewPasswords(contents: BranchContents): BranchContents {
		const roles = contents.roles.map((role) => ({
			...role,
			password: newPassword(this.world.services.ids),
		}));
		return { ...contents, roles };
	}

	readyStep(branch: Branch, apply?: () => void): OperationStep {
		return {
			action: 'create_branch',
			branchId: branch.id,
			apply: () => {
				apply?.();
				this.world.setState(branch, 'ready');
			},
		};
	}

	/** Overwrites a branch. With a name, what it held goes on under that name, with the children. */
	restore(
		project: Project,
		branch: Branch,
		source: { readonly branch: Branch; readonly contents: BranchContents; readonly atMs: number },
		preserveUnderName: string | undefined,
	): Operation[] {
		this.operations.requireUnlocked(project);
		const steps: OperationStep[] = [];
		const backup = preserveUnderName === undefined ? undefined : this.preserve(project, branch, preserveUnderName);
		if (backup) steps.push(this.readyStep(backup));
		this.world.setState(branch, 'resetting', 'ready');
		const endpoints = this.world.endpointsOf(branch);
		for (const endpoint of endpoints) this.computes.disconnect(endpoint);
		steps.push(
			this.readyStep(branch, () => {
				branch.lastResetAtMs = this.world.now();
				branch.parentId = source.branch === branch ? (backup?.id ?? branch.parentId) : source.branch.id;
				branch.parentAtMs = source.atMs;
				this.renewExpiry(branch);
				this.fill(branch, { ...source.contents, roles: keepPasswords(branch, source.contents.roles) });
			}),
		);
		for (const endpoint of endpoints) {
			if (endpoint.state === 'active') steps.push(this.computes.startStep(endpoint));
		}
		return this.operations.schedule(project, steps);
	}

	/** Raises 422 for a branch that must not be deleted. */
	requireDeletable(branch: Branch): void {
		if (branch.isDefault) throw unprocessable('cannot delete the default branch of a project');
		if (branch.isProtected) throw unprocessable('cannot delete a protected branch');
		if (this.world.childrenOf(branch).length > 0) {
			throw unprocessable('cannot delete a branch that has child branches');
		}
		const hasOtherRoot = [...this.world.branches.values()].some(
			(other) => other !== branch && other.projectId === branch.projectId && other.parentId === undefined,
		);
		if (branch.parentId === undefined && !hasOtherRoot) {
			throw unprocessable('cannot delete the root branch of a project');
		}
	}

	/** Raises 422 as `requireDeletable`, and 423. */
	delete(project: Project, branch: Branch): Operation[] {
		this.requireDeletable(branch);
		this.operations.requireUnlocked(project);
		const endpoints = this.world.endpointsOf(branch);
		return this.operations.schedule(project, [
			...endpoints.map((endpoint) => this.computes.suspendStep(endpoint, () => void this.computes.remove(endpoint))),
			{
				action: 'delete_timeline',
				branchId: branch.id,
				apply: () => this.world.removeBranch(branch),
			},
		]);
	}

	/** Raises 422 for a moment that is not ahead; none takes the expiry away. */
	setExpiry(project: Project, branch: Branch, atMs: number | undefined): void {
		branch.cancelExpiry?.();
		branch.cancelExpiry = undefined;
		branch.expiresAtMs = atMs;
		branch.ttlSeconds = atMs === undefined ? undefined : Math.ceil((atMs - this.world.now()) / 1000);
		if (atMs === undefined) return;
		branch.cancelExpiry = this.world.services.clock.after(atMs - this.world.now(), () => {
			const isKept = branch.isDefault || branch.isProtected || this.world.childrenOf(branch).length > 0;
			if (isKept || !this.deletesExpired || this.world.branches.get(branch.id) !== branch) return;
			for (const endpoint of this.world.endpointsOf(branch)) void this.computes.remove(endpoint);
			this.operations.record(project, { action: 'delete_timeline', branchId: branch.id });
			this.world.removeBranch(branch);
		});
	}

	/** Raises 422 for what cannot expire: https://neon.com/docs/guides/branch-expiration, "Restrictions". */
	requireExpiry(branch: Pick<Branch, 'isDefault' | 'isProtected'> & { readonly id?: string }, atMs: number): void {
		if (atMs <= this.world.now()) throw unprocessable('expires_at must be in the future');
		if (atMs > this.world.now() + 30 * 86_400_000) {
			throw unprocessable('expires_at must be within 30 days');
		}
		if (branch.isDefault || branch.isProtected) {
			throw unprocessable('a default or protected branch cannot expire');
		}
		const hasChildren = [...this.world.branches.values()].some(
			({ parentId }) => parentId === branch.id && branch.id !== undefined,
		);
		if (hasChildren) throw unprocessable('a branch with child branches cannot expire');
	}

	private renewExpiry(branch: Branch): void {
		if (branch.ttlSeconds === undefined) return;
		const project = this.world.project(branch.projectId);
		this.setExpiry(project, branch, this.world.now() + branch.ttlSeconds * 1000);
	}

	private preserve(project: Project, branch: Branch, name: string): Branch {
		const backup = this.world.addBranch(project, {
			name,
			parent: branch.parentId === undefined ? undefined : this.world.branches.get(branch.parentId),
			parentAtMs: branch.parentAtMs,
		});
		for (const role of branch.roles.values()) backup.roles.set(role.name, { ...role });
		for (const { ownerName, live } of branch.databases.values()) {
			this.world.putDatabase(
				backup,
				ownerName,
				live.copy(() => [...backup.roles.keys()]),
			);
		}
		for (const child of this.world.childrenOf(branch)) {
			if (child !== backup) child.parentId = backup.id;
		}
		return backup;
	}

	/** Databases that stay keep their history. */
	private fill(branch: Branch, contents: BranchContents): void {
		branch.roles = new Map(contents.roles.map((role) => [role.name, { ...role }]));
		const names = new Set(contents.databases.map(({ name }) => name));
		for (const [name, { live }] of branch.databases) {
			if (names.has(name)) continue;
			void live.drop();
			branch.databases.delete(name);
		}
		for (const { name, ownerName, content } of contents.databases) {
			const existing = branch.databases.get(name);
			if (existing) {
				existing.ownerName = ownerName;
				void existing.live.replace(content);
			} else {
				this.world.addDatabase(branch, name, ownerName, content);
			}
		}
	}
}

/** A reset changes the data; whoever could connect still can. */
function keepPasswords(branch: Branch, roles: readonly Role[]): Role[] {
	return roles.map((role) => ({
		...role,
		password: branch.roles.get(role.name)?.password ?? role.password,
	}));
}
