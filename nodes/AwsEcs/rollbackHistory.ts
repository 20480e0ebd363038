import type { ServiceRevision } from '@aws-sdk/client-ecs';

import { chooseRollbackTarget, type RollbackCandidate } from '../deployment/state/rollbackTarget';
import type { VerifiedVersions } from '../shared/fields/verifiedVersions';
import { commitOf, parseImageReference } from './imageReference';
import { listServiceDeployments, readServiceRevisions } from './serviceDeployments';
import { nameOf, type ServiceReference } from './services';
import { isInFlight } from './status';
import { revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** A service deployment of the history with the revision that it put, or tried to put, in place. */
export interface PastDeployment {
	readonly arn: string;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly status: string;
	readonly taskDefinitionArn: string;
	readonly revision: ServiceRevision | undefined;
}

/** Newest first. */
export async function readHistory(
	ecs: Ecs,
	reference: ServiceReference,
	limit: number,
): Promise<PastDeployment[]> {
	const briefs = await listServiceDeployments(ecs, reference, limit);
	const revisions = await readServiceRevisions(
		ecs,
		briefs.map((brief) => brief.targetServiceRevisionArn ?? '').filter(Boolean),
	);
	return briefs
		.map((brief): PastDeployment => {
			const revision = revisions.get(brief.targetServiceRevisionArn ?? '');
			return {
				arn: brief.serviceDeploymentArn ?? '',
				createdAt: brief.createdAt?.toISOString() ?? '',
				status: brief.status ?? '',
				taskDefinitionArn: revision?.taskDefinition ?? '',
				revision,
			};
		})
		.sort((left, right) => right.createdAt.localeCompare(left.createdAt));
}

/** Whether an entry (an id, a version, a commit or a digest, in lower case) names that deployment. */
export function isNamed(past: PastDeployment, entry: string): boolean {
	const wanted = entry.toLowerCase();
	const images = past.revision?.containerImages ?? [];
	return [
		past.arn,
		past.taskDefinitionArn,
		revisionNameOf(past.taskDefinitionArn),
		...images.map(({ imageDigest }) => imageDigest ?? ''),
		...images.map(({ image }) => image ?? ''),
	].some((name) => name !== '' && name.toLowerCase() === wanted) ||
		images.some(({ image }) => isSameCommit(commitOf(image), wanted));
}

/** A tag may hold a commit's first digits; the ledger holds all forty. */
function isSameCommit(tagged: string | null, wanted: string): boolean {
	return tagged !== null && /^[0-9a-f]{7,40}$/.test(wanted) &&
		(wanted.startsWith(tagged) || tagged.startsWith(wanted));
}

/** Those that ended well, newest first. */
export function successes(history: readonly PastDeployment[]): PastDeployment[] {
	return history.filter(({ status }) => status === 'SUCCESSFUL');
}

/** Task definition to the ID of the deployment of it that Roll Back rolled back last. */
export type RollbackMarks = ReadonlyMap<string, string>;

/** Whether a deployment was rolled back as such: by ECS, or by Roll Back, which marks what it rolls back. */
export function wasRolledBack(past: PastDeployment, marks: RollbackMarks): boolean {
	return past.status === 'ROLLBACK_SUCCESSFUL' || (past.arn !== '' && marks.get(past.taskDefinitionArn) === nameOf(past.arn));
}

/** Whether a revision is one that was rolled back, and not deployed again after that. */
function isUndone(past: PastDeployment, history: readonly PastDeployment[], marks: RollbackMarks): boolean {
	const newest = successes(history).find(({ taskDefinitionArn }) => taskDefinitionArn === past.taskDefinitionArn);
	return newest !== undefined && wasRolledBack(newest, marks);
}

/** Whether a deployment put an earlier revision in the place of one that was rolled back. */
export function isRollback(past: PastDeployment, history: readonly PastDeployment[], marks: RollbackMarks): boolean {
	const before = successes(history)[successes(history).indexOf(past) + 1];
	return before !== undefined && before.taskDefinitionArn !== past.taskDefinitionArn && wasRolledBack(before, marks);
}

/**
 * Whether what had run before a deployment runs in its place by now: rolled back, or put back by an ordinary deployment,
 * such as `terraform apply` of an old state. ECS does not say which.
 */
export function wasPutBack(past: PastDeployment, history: readonly PastDeployment[]): boolean {
	if (past.status.startsWith('ROLLBACK_')) return past.status === 'ROLLBACK_SUCCESSFUL';
	const all = successes(history);
	const at = all.indexOf(past);
	const newer = all[at - 1];
	return (
		newer !== undefined &&
		newer.taskDefinitionArn !== past.taskDefinitionArn &&
		all.slice(at + 1).some(({ taskDefinitionArn }) => taskDefinitionArn === newer.taskDefinitionArn)
	);
}

export interface MovedTag {
	readonly container: string;
	/** The reference that pulls today what the revision ran then. */
	readonly pinnedImage: string;
	readonly image: string;
	readonly digestSince: string;
}

/** Images of a past deployment whose tag stood for another digest in a later one: to deploy it again would pull that. */
export function movedTags(past: PastDeployment, history: readonly PastDeployment[]): MovedTag[] {
	const later = history.slice(0, history.indexOf(past)).flatMap(({ revision }) => revision?.containerImages ?? []);
	return (past.revision?.containerImages ?? []).flatMap(({ containerName = '', image = '', imageDigest }) => {
		const reference = parseImageReference(image);
		if (!reference || reference.digest !== null || imageDigest === undefined) return [];
		const newest = later.find((other) => other.image === image && other.imageDigest !== undefined);
		if (newest?.imageDigest === undefined || newest.imageDigest === imageDigest) return [];
		const pinnedImage = `${reference.repository}@${imageDigest}`;
		return [{ container: containerName, image, pinnedImage, digestSince: newest.imageDigest }];
	});
}

/** The newest deployment that is under way; undefined when none is. */
export function inFlightOf(history: readonly PastDeployment[]): PastDeployment | undefined {
	return history.find(({ status }) => isInFlight(status));
}

/**
 * The deployment whose revision to go back to from what is live: the newest before it that ended
 * well, was not rolled back, is of another task definition and, with a list of verified ones, is on it.
 */
export function chooseTarget(
	liveTaskDefinitionArn: string,
	history: readonly PastDeployment[],
	verified: VerifiedVersions,
	marks: RollbackMarks,
):
	| { readonly found: true; readonly target: PastDeployment }
	| { readonly found: false; readonly reason: string } {
	const all = successes(history);
	const live = all.find(({ taskDefinitionArn }) => taskDefinitionArn === liveTaskDefinitionArn);
	const candidates = all.map((past): RollbackCandidate & { readonly past: PastDeployment } => ({
		id: past.arn,
		createdAt: past.createdAt,
		verified:
			past.taskDefinitionArn !== '' &&
			past.taskDefinitionArn !== liveTaskDefinitionArn &&
			!isUndone(past, history, marks) &&
			(verified === null || verified.some((entry) => isNamed(past, entry))),
		isRollback: isRollback(past, history, marks),
		past,
	}));
	const choice = chooseRollbackTarget(live?.arn ?? '', candidates);
	if (choice.found) return { found: true, target: choice.target.past };
	// By the name that a person knows it by, which is there whether or not ECS's history reaches back to it.
	const name = revisionNameOf(liveTaskDefinitionArn) || 'what is live';
	const earlier = all.length - (live ? all.indexOf(live) + 1 : 0);
	return {
		found: false,
		reason:
			earlier === 0
				? `ECS knows no deployment before ${name} that ended well`
				: `of the ${earlier} earlier deployments that ended well, none is of another revision than ${name}, not rolled back${verified === null ? '' : ', and among Verified Releases'}`,
	};
}
