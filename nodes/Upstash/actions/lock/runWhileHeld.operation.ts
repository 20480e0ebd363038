import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { choiceField, numberField, option, textField } from '../../../shared/fields/fields';
import { ConfigurationError, toNodeError } from '../../../shared/operation/errors';
import type { JointOperation, OperationContext } from '../../../shared/operation/operation';
import { faultValue, resultFieldOf } from '../../../shared/operation/resultField';
import { goesOn } from '../../../shared/operation/runOperations';
import { callSubWorkflow, type SubRun } from '../../../shared/subWorkflow/callSubWorkflow';
import { SharedRuns } from '../../../shared/subWorkflow/sharedRuns';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { redisErrorHints } from '../../api/errorHints';
import { upstashClient } from '../../api/client';
import type { OwnedTurn } from '../../api/redis/turns';
import { type Work, workWhileHeld } from '../../changes/workWhileHeld';
import { secondsField } from '../../fields/numbers';
import { ownerField } from '../../fields/owner';
import { subWorkflowField } from '../../fields/subWorkflow';
import { thisExecution, turnNameField } from '../../fields/turn';
import { runFailureJson, runJson } from '../../output/runJson';
import type { WorkEnd } from '../../state/workEnd';

const lockNameField = textField('Lock Name', 'lockName', {
	placeholder: '={{ $json.lockKey }}',
	description:
		'Held while the workflow runs for this item: two items with the same name run one after the other. Left empty, it runs without a lock.',
});

const turnField = textField('Turn Name', 'turnName', {
	placeholder: 'candlefish-ai/candlefish@main',
	description:
		"This execution's turn, which is kept alive meanwhile. When another run has taken it, nothing more is started. Left empty, there is none.",
});

const ttlField = secondsField(
	'TTL (Seconds)',
	'ttlSeconds',
	300,
	{ minimum: 60, maximum: 86_400 },
	{ description: 'When a lock frees itself after this run has died. It is renewed every 15 seconds.' },
);

const startAtMostField = numberField(
	'Start at Most',
	'startAtMost',
	3,
	{ minimum: 1, maximum: 50 },
	{ description: 'How many run side by side; 1 runs them in the order of the items' },
);

const waitField = secondsField(
	'Wait Up To (Seconds)',
	'waitSeconds',
	60,
	{ minimum: 0, maximum: 86_400 },
	{ description: 'How long to wait while another owner holds the lock; 0 asks once' },
);

const whenBusyField = choiceField(
	'When Busy',
	'whenBusy',
	[
		option('Wait', 'wait', 'Wait for whoever holds the lock'),
		option(
			'Stop and Take Over',
			'stopAndTakeOver',
			"For a person's roll back: the holder is asked to stop, and loses the lock after 30 seconds. Another person's roll back is waited for.",
		),
	],
	{ description: 'What to do while another owner holds the lock' },
);

const afterWaitingField = choiceField(
	'After Waiting',
	'afterWaiting',
	[
		option('Run', 'run', 'Run the workflow all the same'),
		option(
			'Come Back',
			'comeBack',
			'Do not run, and say so in the result: for what was decided by a look that may be older than what the other has done',
		),
	],
	{ description: 'What to do when another owner had the lock first' },
);

const ifUnreachableField = choiceField(
	'If Unreachable',
	'ifUnreachable',
	[
		option('Fail', 'fail', 'Do not run, and say so in the result'),
		option('Go On', 'goOn', 'Run without the lock, and say so in the result as a warning'),
	],
	{ description: 'What to do when Upstash cannot be reached' },
);

const runTogetherField = textField('Run Together', 'runTogether', {
	placeholder: "={{ $json.task === 'look' ? 'look' : '' }}",
	description:
		'Items with the same text here share one run of the workflow. Only for a workflow that changes nothing: an item that it does not hand back gets a run of its own. Left empty, each item has one.',
});

export const runWhileHeld: JointOperation = {
	value: 'runWhileHeld',
	name: 'Run While Held',
	action: 'Run a workflow while a lock is held',
	description:
		'Call a workflow for every item, side by side, each under its lock: renewed while it runs, freed when it ends. Each item comes back as the workflow handed it back, with how that went under "run".',
	properties: [
		subWorkflowField,
		lockNameField,
		ownerField,
		turnField,
		ttlField,
		startAtMostField,
		waitField,
		whenBusyField,
		afterWaitingField,
		ifUnreachableField,
		runTogetherField,
	],
	executeAll: runWhileHeldOnAll,
};

/** What is to be done for one item; or why it cannot be, where the step may stop nothing. */
type ItemWork = { readonly work: Work<SubRun> } | { readonly fault: unknown };

async function runWhileHeldOnAll(functions: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = functions.getInputData();
	const first: OperationContext = { functions, itemIndex: 0 };
	const sharedRuns = new SharedRuns(functions);
	const itemWorks = items.map((item, itemIndex) => readWork(functions, item, itemIndex, sharedRuns));
	const works = itemWorks.flatMap((each) => ('work' in each ? [each.work] : []));
	const ends = await workWhileHeld(works, {
		client: upstashClient(first),
		turn: readTurn(first),
		startAtMost: startAtMostField.read(first),
		holder: randomUUID(),
		cancelSignal: cancelSignalOf(first),
	});
	const endOf = new Map(works.map((work, place) => [work, ends[place]]));
	functions.setMetadata({ subExecutionsCount: subExecutionsCount(ends) });
	return items.map((item, itemIndex) => {
		const each = itemWorks[itemIndex] ?? { fault: undefined };
		const end = 'work' in each ? endOf.get(each.work) : undefined;
		const field = resultFieldOf(functions, itemIndex) ?? 'run';
		const output =
			end === undefined
				? failed(item, field, faultValue('fault' in each ? each.fault : undefined))
				: outputOf(item, field, end);
		return { ...output, pairedItem: { item: itemIndex } };
	});
}

function readTurn(context: OperationContext): OwnedTurn | undefined {
	if (turnField.read(context) === '') return undefined;
	return { name: turnNameField.read(context), owner: ownerField.read(context), execution: thisExecution(context) };
}

/** How many runs there were: several items may have shared one. */
function subExecutionsCount(ends: ReadonlyArray<WorkEnd<SubRun>>): number {
	const ended = ends.flatMap((end) => (end.state === 'ended' ? [end.result] : []));
	const shared = ended.flatMap((result) => (result.ok ? [result.value.executionId] : []));
	return new Set(shared).size + ended.filter(({ ok }) => !ok).length;
}

function readWork(
	functions: IExecuteFunctions,
	item: INodeExecutionData,
	itemIndex: number,
	sharedRuns: SharedRuns,
): ItemWork {
	const context: OperationContext = { functions, itemIndex };
	try {
		resultFieldOf(functions, itemIndex);
		const workflowId = subWorkflowField.read(context);
		const name = lockNameField.read(context);
		const shared = joinShared(context, { workflowId, lockName: name, item }, sharedRuns);
		const lock = {
			name,
			owner: ownerField.read(context),
			ttlMs: ttlField.read(context),
			waitMs: waitField.read(context),
			isPerson: whenBusyField.read(context) === 'stopAndTakeOver',
			comesBackAfterWaiting: afterWaitingField.read(context) === 'comeBack',
			goesOnWithout: ifUnreachableField.read(context) === 'goOn',
			note: noteOf(functions),
		};
		return {
			work: {
				lock: name === '' ? undefined : lock,
				onlyLooks: shared !== undefined,
				run: shared ?? (async (lockToken) => await callSubWorkflow(functions, workflowId, withToken(item, lockToken))),
			},
		};
	} catch (error) {
		if (goesOn(functions)) return { fault: error };
		throw toNodeError(functions.getNode(), error, itemIndex, redisErrorHints);
	}
}

/** The run that the item shares with others; undefined where it has its own. */
function joinShared(
	context: OperationContext,
	{ workflowId, lockName, item }: { workflowId: string; lockName: string; item: INodeExecutionData },
	sharedRuns: SharedRuns,
): (() => Promise<SubRun>) | undefined {
	const together = runTogetherField.read(context);
	if (together === '') return undefined;
	if (lockName === '') return sharedRuns.join(workflowId, together, item);
	throw new ConfigurationError(
		'Run Together cannot be used with a lock',
		'Empty Lock Name or Run Together: what changes something has a run of its own',
	);
}

/**
 * The item with the token of its lock: whoever was stopped, and looks who has the lock, also learns by it that its own
 * release took the lock anew.
 */
function withToken(item: INodeExecutionData, lockToken: number | undefined): INodeExecutionData {
	return lockToken === undefined ? item : { ...item, json: { ...item.json, lockToken } };
}

/** What whoever waits for the lock reads. */
function noteOf(functions: IExecuteFunctions): string {
	return `execution ${functions.getExecutionId()} of "${functions.getWorkflow().name ?? ''}"`;
}

/** The item as the workflow handed it back; or as it came in, where it handed back none. */
function outputOf(item: INodeExecutionData, field: string, end: WorkEnd<SubRun>): INodeExecutionData {
	if (end.state !== 'ended' || !end.result.ok) return failed(item, field, runFailureJson(end, redisErrorHints));
	const { executionId, workflowId, item: handedBack } = end.result.value;
	return {
		json: { ...handedBack.json, [field]: runJson(end, executionId) },
		...(handedBack.binary && { binary: handedBack.binary }),
		// The editor's link from the item to that execution.
		metadata: { subExecution: { executionId, workflowId } },
	};
}

function failed({ json, binary }: INodeExecutionData, field: string, run: IDataObject): INodeExecutionData {
	return { json: { ...json, [field]: run }, ...(binary && { binary }) };
}
