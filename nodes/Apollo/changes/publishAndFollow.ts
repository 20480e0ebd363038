import { attempt } from '../../shared/waiting/attempt';
import type { ApolloClient } from '../api/client';
import type { Publication } from '../api/publications';
import type { Launch } from '../api/types';
import { describeErrors } from '../state/launchAssessment';
import { inputOf } from '../state/publishedSchema';
import type { SchemaResult } from '../state/schemaResult';
import { followLaunch, type FollowLimits } from './followLaunch';
import { publishOnce } from './publishOnce';
import { putBack } from './putBack';
import { readPast, type SchemaPast } from './readPast';

export interface PublicationPlan {
	readonly publication: Publication;
	/** Null where nobody waits. */
	readonly limits: FollowLimits | null;
	/** Whether what was served before is registered again after a failure. */
	readonly putsBack: boolean;
	readonly isRollback: boolean;
}

/** Publishes a schema and follows its launch until routers are served it. */
export async function publishAndFollow(
	client: ApolloClient,
	past: SchemaPast,
	plan: PublicationPlan,
): Promise<SchemaResult> {
	const { launch, errors } = await publishOnce(client, past, plan.publication);
	if (launch === null || errors.length > 0) {
		const reason =
			errors.length > 0
				? `its subgraphs do not compose: ${describeErrors(errors)}`
				: 'Apollo saw nothing to publish, though routers are served another schema';
		return await afterFailure(client, past, plan, {
			...startOf(past, plan, launch),
			verified: false,
			state: 'failed',
			reason,
			advice:
				errors.length > 0
					? 'Mend the schema at the places named above, and publish it again'
					: 'Look at the launches of the variant in Apollo Studio',
		});
	}
	return await followAndConclude(client, past, plan, launch);
}

/** Follows a launch that is under way, or over, and puts right what it leaves. */
export async function followAndConclude(
	client: ApolloClient,
	past: SchemaPast,
	plan: Omit<PublicationPlan, 'publication'>,
	launch: Launch,
): Promise<SchemaResult> {
	const start = startOf(past, plan, launch);
	if (plan.limits === null) return { ...start, verified: false, state: 'building', reason: '', advice: '' };
	const { assessment, isTimeUp } = await followLaunch(client, past.place, launch.id, plan.limits);
	const { state, reason } = assessment;
	if (assessment.phase === 'succeeded') {
		// What serves it may be a launch that superseded it: named as the next look names it.
		const now = await attempt(readPast(client, past.place));
		const launchId = (now.ok ? now.value.live?.launchId : undefined) ?? launch.id;
		return { ...start, launchId, verified: true, state: 'live', reason: '', advice: '' };
	}
	const result = { ...start, verified: false, state, reason, advice: '' };
	if (isTimeUp)
		return {
			...result,
			reverted: 'left',
			advice: 'It goes on by itself: wait for the launch again, with a longer timeout',
		};
	if (state === 'superseded') {
		return {
			...result,
			advice: 'Somebody published this subgraph at the same time. Publish it again if it is still wanted',
		};
	}
	return await afterFailure(client, past, plan, {
		...result,
		advice: 'Look at the launch in Apollo Studio, mend the schema, and publish it again',
	});
}

async function afterFailure(
	client: ApolloClient,
	past: SchemaPast,
	{ putsBack }: Pick<PublicationPlan, 'putsBack'>,
	result: SchemaResult,
): Promise<SchemaResult> {
	if (!putsBack) return { ...result, reverted: 'left' };
	const { reverted, words } = await putBack(client, await pastNow(client, past));
	return { ...result, reverted, warnings: [...result.warnings, words] };
}

/** With the launches of this moment, so that one whose answer is lost can be told from those before it. */
async function pastNow(client: ApolloClient, past: SchemaPast): Promise<SchemaPast> {
	const now = await attempt(readPast(client, past.place));
	return now.ok ? { ...past, variant: now.value.variant, launches: now.value.launches } : past;
}

function startOf(
	{ place, live }: SchemaPast,
	{ isRollback }: Pick<PublicationPlan, 'isRollback'>,
	launch: Launch | null,
): Omit<SchemaResult, 'verified' | 'state' | 'reason' | 'advice'> {
	const input = inputOf(launch, place.subgraph);
	return {
		launchId: launch?.id ?? '',
		startedAt: launch?.createdAt ?? '',
		schema: { hash: input?.hash ?? '', revision: input?.revision ?? '' },
		previous: live,
		isRollback,
		reverted: 'notNeeded',
		warnings: [],
	};
}
