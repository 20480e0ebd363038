import { OperationFailure } from '../../shared/operation/errors';
import { inputOf, isSameInput, type PublishedSchema } from '../state/publishedSchema';
import { chooseSchema, isNamed } from '../state/rollbackCandidates';
import type { SchemaPast } from './readPast';

export interface RollbackWish {
	/** The launch to go back to; empty for the last verified schema. */
	readonly toLaunchId: string;
	/** The bad one; empty for whatever is live. */
	readonly badLaunchId: string;
	readonly verified: readonly string[] | null;
	readonly adviceWithoutTarget: string;
}

export interface RollbackTarget {
	readonly schema: PublishedSchema;
	/** Whether routers are served it already, and nothing else is registered or under way. */
	readonly isDone: boolean;
}

/**
 * The schema to publish again. What is named as bad may be live, still under way, or registered after its launch
 * failed; where something else is live by then, that stays, and is only registered again if it is not.
 *
 * @throws OperationFailure when there is nothing to go back to, or another schema is live by now.
 */
export function rollbackTarget(past: SchemaPast, wish: RollbackWish): RollbackTarget {
	const { live, schemas, place, variant } = past;
	const where = `${place.reference}/${place.subgraph}`;
	if (live === null) {
		throw new OperationFailure(
			`Routers are served no schema of ${where}, so there is nothing to roll back`,
			'Publish a good one',
		);
	}
	const isRegistered = isSameInput(inputOf(variant.latest, place.subgraph), live);
	const isBadLive = wish.badLaunchId === '' || wish.badLaunchId === live.launchId;
	if (wish.toLaunchId !== '') {
		const named = schemas.find((schema) => isNamed(schema, [wish.toLaunchId.toLowerCase()]));
		if (named === undefined) {
			throw new OperationFailure(
				`Routers were never served launch ${wish.toLaunchId} with a schema of ${where}, as far as its history goes back`,
				'Choose a launch from Launch: Get Many with that subgraph',
			);
		}
		if (named.hash === live.hash) return { schema: live, isDone: isRegistered };
		if (isBadLive || !isRegistered) return { schema: named, isDone: false };
		throw anotherIsLive(where, wish.badLaunchId, live);
	}
	if (!isBadLive) {
		if (!isRegistered) return { schema: live, isDone: false };
		if (wish.verified === null || isNamed(live, wish.verified)) return { schema: live, isDone: true };
		throw anotherIsLive(where, wish.badLaunchId, live);
	}
	const choice = chooseSchema(live, schemas, wish.verified);
	if (choice.ok) return { schema: choice.target, isDone: false };
	throw new OperationFailure(
		`There is no schema of ${where} to roll back to: ${choice.reason}`,
		wish.adviceWithoutTarget,
	);
}

function anotherIsLive(where: string, bad: string, live: PublishedSchema): OperationFailure {
	return new OperationFailure(
		`Routers are served launch ${live.launchId} of ${where} by now, not ${bad}: nothing was changed`,
		'Look at what is live. To roll that back, name it in Only If Live, or leave that empty',
		{ state: 'superseded' },
	);
}
