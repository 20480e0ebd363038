import { executionError, waitForExecution } from '../../tools/executionOutcome';
import { isRecord, type JsonRecord, readPath } from '../../tools/json';
import type { TestStack } from '../n8n/realN8n';

export interface Step {
	readonly name: string;
	readonly type: string;
	readonly credentials?: readonly string[];
	readonly parameters: JsonRecord;
	/** Its error becomes its item, as with "On Error: Continue". */
	readonly mayFail?: boolean;
	readonly typeVersion?: number;
}

export const named = (value: string) => ({ __rl: true, mode: 'name', value });
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
export const slipway = (name: string) => `n8n-nodes-slipway.${name}`;

/** Runs the steps one after the other in n8n, as somebody who presses Execute does; gives each step's items. */
export async function runSteps(
	{ api, n8n }: TestStack,
	name: string,
	steps: readonly Step[],
): Promise<Record<string, JsonRecord[]>> {
	const known = await api.listCredentials();
	const credentialsOf = ({ credentials = [] }: Step): JsonRecord =>
		Object.fromEntries(
			credentials.map((type) => {
				// Not the one that previews have beside it.
				const found = known.find((credential) => credential.type === type && !credential.name.endsWith('previews'));
				if (!found) throw new Error(`n8n has no credential of type ${type}`);
				return [type, { id: found.id, name: found.name }];
			}),
		);
	const start = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const names = ['Start', ...steps.map((step) => step.name)];
	const workflow = await api.createWorkflow({
		name,
		nodes: [
			start,
			...steps.map((step, index) => ({
				id: `step-${index}`,
				name: step.name,
				type: step.type,
				typeVersion: step.typeVersion ?? 1,
				position: [220 * (index + 1), 0],
				parameters: step.parameters,
				credentials: credentialsOf(step),
				...(step.mayFail ? { onError: 'continueRegularOutput' } : {}),
			})),
		],
		connections: Object.fromEntries(
			names.slice(0, -1).map((from, index) => [from, { main: [[{ node: names[index + 1], type: 'main', index: 0 }]] }]),
		),
		settings: { executionOrder: 'v1', saveManualExecutions: true },
	});
	const execution = await waitForExecution(api, await n8n.session.runWorkflow(workflow.id, 'Start'), 240_000);
	const problem = executionError(execution);
	if (problem !== undefined) throw new Error(`${name}: ${problem}`);
	const itemsOf = (step: string): JsonRecord[] => {
		const [last] = [readPath(execution.data, 'resultData', 'runData', step)].flat().slice(-1);
		const items = readPath(last, 'data', 'main');
		return [items].flat(2).flatMap((item) => (isRecord(item) && isRecord(item.json) ? [item.json] : []));
	};
	return Object.fromEntries(steps.map((step) => [step.name, itemsOf(step.name)]));
}
