import type { JsonObject } from 'n8n-workflow';

import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import { onFailureProperty, returnedFailure, returnsFailure } from '../../../shared/fields/failureHandling';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { apolloClient } from '../../api/client';
import { checkSchema, type CheckResult } from '../../changes/checkSchema';
import { readSubgraphPlace, subgraphField, variantField } from '../../fields/places';
import { readGitContext, schemaField, sourceFields } from '../../fields/publicationFields';
import { errorJson } from '../../output/launchJson';
import { targetOf } from '../../output/schemaJson';

const timeoutField = timeoutProperty(300);

export const check: Operation = {
	value: 'check',
	name: 'Check',
	action: 'Check a schema',
	description: 'Have Apollo check a schema without publishing it: composition, what clients would lose, and linting',
	properties: [
		variantField,
		subgraphField,
		schemaField.property,
		...sourceFields,
		timeoutField,
		onFailureProperty('the schema does not pass'),
	],
	async execute(context) {
		const place = readSubgraphPlace(context);
		const sdl = schemaField.read(context);
		const limits = { timeoutMs: timeoutField.read(context), cancelSignal: cancelSignalOf(context) };
		const gitContext = readGitContext(context);
		const result = await checkSchema(apolloClient(context), place, sdl, { ...limits, gitContext });
		const json = checkJson(result);
		if (result.passed) return json;
		if (returnsFailure(context)) return returnedFailure(json, { reason: result.reason, advice: checkAdvice });
		throw new OperationFailure(
			`The schema of ${targetOf(place)} does not pass its check: ${result.reason}`,
			checkAdvice,
			{
				check: json,
			},
		);
	},
};

export const checkAdvice = 'Mend the schema at the places named above. The whole check is in Apollo Studio';

/** A schema check as an item's JSON. */
export function checkJson({ passed, workflowId, url, reason, look }: CheckResult): JsonObject {
	return {
		passed,
		id: workflowId,
		reason,
		compositionErrors: look.compositionErrors.map(errorJson),
		breakingChanges: [...look.breakingChanges],
		checkedOperations: look.checkedOperations,
		objections: [...look.objections],
		checkUrl: url,
	};
}
