import { type JsonRecord, readString } from '../../deployment/values/jsonRecords';
import { WHOLE_PACKAGE } from './packageNames';

/**
 * In the place of a step whose package is not installed: it goes on with `{ ok: false, error }` in the step's result
 * field, as the step itself does where a platform refuses. Workflows that handle that need nothing else.
 */
export function replacementStep(step: JsonRecord, resultField: string, needs: string): JsonRecord {
	const name = readString(step, 'name') ?? '';
	return {
		...placeOf(step),
		...(step.executeOnce === true && { executeOnce: true }),
		...setStep({ [resultField]: refusal(`"${name}"`, [needs]) }, `In the place of a step that needs ${needs}.`),
	};
}

/** In the place of a workflow that others call and that cannot run here: hands its item back, with the reason. */
export function replacementWorkflow(content: JsonRecord, trigger: JsonRecord, needs: readonly string[]): JsonRecord {
	const name = readString(content, 'name') ?? '';
	const handBack = {
		id: `${readString(trigger, 'id') ?? ''}-handBack`,
		name: 'Hand it back unchanged',
		position: [220, 0],
		...setStep(
			{ notInstalled: refusal(`"${name}"`, needs) },
			`In the place of a workflow that needs ${needs.join(', ')}.`,
		),
	};
	return {
		id: content.id,
		name: content.name,
		settings: content.settings,
		nodes: [{ ...trigger, position: [0, 0] }, handBack],
		connections: { [readString(trigger, 'name') ?? '']: { main: [[{ node: handBack.name, type: 'main', index: 0 }]] } },
	};
}

/** What the domain reads as "there is no way to see or do that here": see `platformIssues` in nodes/deployment/plan. */
function refusal(what: string, needs: readonly string[]): JsonRecord {
	const packages = needs.join(' and ');
	const how = needs.includes(WHOLE_PACKAGE)
		? `${WHOLE_PACKAGE} has everything: on an n8n that you host, install it instead of the others`
		: `Install ${packages} there`;
	return {
		ok: false,
		isInstalled: false,
		error: {
			message: `${what} needs ${packages}, which this n8n does not have`,
			advice: `${how}, then install the workflows again`,
			canRetry: false,
		},
	};
}

function placeOf({ id, name, position }: JsonRecord): JsonRecord {
	return { id, name, position };
}

function setStep(fields: JsonRecord, notes: string): JsonRecord {
	return {
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: JSON.stringify(fields, null, 2), includeOtherFields: true, options: {} },
		notes,
	};
}
