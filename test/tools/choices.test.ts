import {
	choicesOf,
	mergeChoices,
	setChoices,
	withFileChoices,
	withoutChoices,
} from '../../nodes/SlipwayBundle/state/choices';

type Workflow = Parameters<typeof choicesOf>[0];
type Parameters_ = Record<string, unknown>;

const trigger = (parameters: Parameters_, more: object = {}) => ({
	id: 'trigger',
	name: 'When GitHub delivers a push',
	type: 'n8n-nodes-slipway.gitHubDeployTrigger',
	parameters,
	...more,
});
const step = { id: 'step', name: 'Step', type: 'n8n-nodes-base.set', parameters: { value: "the bundle's" } };
const workflow = (node: Workflow['nodes'][number], settings: Workflow['settings'] = {}): Workflow => ({
	nodes: [node, step],
	settings,
});

const FILE = workflow(trigger({ events: ['push'], organization: 'candlefish-ai', registerOn: 'organization' }));
const LAST_PUSHED = choicesOf(FILE);

/** What a push would send, and what it would say it kept. */
function push(file: Workflow, remote: Workflow, lastPushed = LAST_PUSHED as ReturnType<typeof choicesOf> | undefined) {
	const { choices, kept } = mergeChoices(file, remote, lastPushed);
	return { sent: setChoices(file, choices).nodes[0], settings: setChoices(file, choices).settings, kept };
}

it('keeps the repository that a person chose in place of the organization', () => {
	const chosen = trigger({
		events: ['push'],
		registerOn: 'repository',
		repository: { __rl: true, mode: 'name', value: 'my/own' },
	});
	const { sent, kept } = push(FILE, workflow(chosen));
	expect(sent?.parameters).toEqual(chosen.parameters);
	expect([...kept].sort()).toEqual(
		['organization', 'registerOn', 'repository'].map((name) => `"When GitHub delivers a push": ${name}`),
	);
});

it('brings a new version of what nobody touched, beside what a person chose', () => {
	const newFile = workflow(
		trigger({ events: ['push', 'release'], organization: 'candlefish-ai', registerOn: 'organization' }),
	);
	const { sent } = push(
		newFile,
		workflow(trigger({ events: ['push'], organization: 'my-company', registerOn: 'organization' })),
	);
	expect(sent?.parameters).toEqual({
		events: ['push', 'release'],
		organization: 'my-company',
		registerOn: 'organization',
	});
});

it('keeps filters, and what a person took away', () => {
	const file = workflow(trigger({ organization: 'candlefish-ai', filters: { branches: 'main' } }));
	const lastPushed = choicesOf(file);
	expect(
		push(file, workflow(trigger({ organization: 'candlefish-ai', filters: { branches: 'trunk' } })), lastPushed).sent
			?.parameters,
	).toMatchObject({ filters: { branches: 'trunk' } });
	expect(
		push(file, workflow(trigger({ organization: 'candlefish-ai' })), lastPushed).sent?.parameters,
	).not.toHaveProperty('filters');
});

it('keeps all that is there when nothing tells what was pushed last', () => {
	const { sent } = push(
		FILE,
		workflow(trigger({ events: ['push'], organization: 'my-company', registerOn: 'organization' })),
		undefined,
	);
	expect(sent?.parameters).toMatchObject({ organization: 'my-company' });
});

it.each([
	['n8n-nodes-slipway-github.gitHubDeployTrigger', 'organization'],
	['n8n-nodes-slipway.netlifyDeployTrigger', 'site'],
	['n8n-nodes-slipway.gitHubWatch', 'repository'],
	['n8n-nodes-base.scheduleTrigger', 'rule'],
	['n8n-nodes-base.cron', 'triggerTimes'],
	['n8n-nodes-base.webhook', 'path'],
	['n8n-nodes-base.formTrigger', 'authentication'],
	['n8n-nodes-base.formTrigger', undefined],
	['n8n-nodes-base.executeWorkflowTrigger', undefined],
	['n8n-nodes-slipway.fly', undefined],
])("of a %s it takes %s for the instance's", (type, owned) => {
	const node = { ...trigger({ [owned ?? 'anything']: 'x' }), type };
	expect(Object.keys(choicesOf(workflow(node)))).toEqual(owned === undefined ? [] : [`trigger.parameters.${owned}`]);
});

it('keeps a trigger that a person switched off, and the time zone and retention of the workflow', () => {
	const remote = workflow(trigger(FILE.nodes[0]?.parameters as Parameters_, { disabled: true }), {
		timezone: 'Europe/Berlin',
		saveDataSuccessExecution: 'none',
	});
	const { sent, settings, kept } = push(
		{ ...FILE, settings: { saveDataSuccessExecution: 'all', executionOrder: 'v1' } },
		remote,
		{
			...LAST_PUSHED,
			'settings.saveDataSuccessExecution': 'all',
		},
	);
	expect(sent).toMatchObject({ disabled: true });
	expect(settings).toEqual({ executionOrder: 'v1', timezone: 'Europe/Berlin', saveDataSuccessExecution: 'none' });
	expect(kept).toContain('setting timezone');
});

it('takes two workflows for the same that differ in choices alone, and not otherwise', () => {
	const other = workflow(trigger({ organization: 'my-company' }), { timezone: 'Asia/Tokyo' });
	expect(withoutChoices(other)).toEqual(withoutChoices(FILE));
	expect(withoutChoices({ ...FILE, nodes: [...FILE.nodes, step] })).not.toEqual(withoutChoices(FILE));
});

describe('what goes back into the repository', () => {
	it("has the file's choices and the person's edits", () => {
		const edited = { ...step, parameters: { value: 'edited' } };
		const remote: Workflow = {
			nodes: [trigger({ organization: 'secret-customer' }), edited],
			settings: { timezone: 'Asia/Tokyo' },
		};
		const { nodes, settings, left } = withFileChoices(remote, FILE);
		expect(nodes).toEqual([{ ...FILE.nodes[0] }, edited]);
		expect(settings).toEqual({});
		expect(left).toContain('"When GitHub delivers a push": organization');
		expect(JSON.stringify([nodes, settings, left])).not.toContain('secret-customer');
	});

	it('has a new schedule with its times, and a new trigger of ours without its repository', () => {
		const schedule = {
			id: 'new-1',
			name: 'Daily',
			type: 'n8n-nodes-base.scheduleTrigger',
			parameters: { rule: { interval: [{ field: 'days' }] } },
		};
		const ours = { ...trigger({ organization: 'secret-customer' }), id: 'new-2' };
		const { nodes } = withFileChoices({ nodes: [...FILE.nodes, schedule, ours], settings: {} }, FILE);
		expect(nodes).toContainEqual(schedule);
		expect(JSON.stringify(nodes)).not.toContain('secret-customer');
	});
});
