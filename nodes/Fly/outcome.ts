import type { IDataObject } from 'n8n-workflow';

import { returnsFailure } from '../shared/fields/failureHandling';
import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter } from '../shared/fields/parameters';
import { reportsJson } from './fleet';
import { notDone, releaseJson, releaseOf, type ReleaseFacts } from './release';
import type { DeployOutcome } from './rollout/deployRequest';
import type { FlyRelease } from './types';

/** The output of a deploy or roll back. @throws OperationFailure at a bad end, unless the node shall go on. */
export function outcomeJson(
	context: OperationContext,
	app: string,
	outcome: DeployOutcome,
	previous: FlyRelease | null,
): IDataObject {
	const { release, verified, state, reason, image, digest, commit, isRollback } = outcome;
	const facts: ReleaseFacts = {
		live: verified,
		previous: previous?.id ?? null,
		state,
		reason,
		image,
		digest,
		commit,
		isRollback,
	};
	const details: IDataObject = {
		warnings: [...outcome.warnings],
		undo: outcome.undo,
		machines: reportsJson(outcome.machines),
		leftOut: outcome.leftOut.map((machine) => ({ ...machine })),
	};
	if (reason === '' || returnsFailure(context)) {
		const raw = !switchParameter(context, 'simplify');
		return { ...releaseJson(app, release, facts, { verified, raw }), ...details };
	}
	const warnings = outcome.warnings.length > 0 ? `. ${outcome.warnings.join('. ')}` : '';
	throw new OperationFailure(
		notDone(`${app} (${outcome.image})`, release, state, reason + warnings),
		outcome.advice,
		{
			release: { ...releaseOf(app, release, facts), artifact: null, verified: false },
			...details,
		},
	);
}
