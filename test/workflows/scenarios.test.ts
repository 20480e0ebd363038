import { createSandboxClient } from '../../tools/deliver/sandboxClient';
import { runScenario } from '../../tools/deliver/run';
import { SCENARIOS } from '../../tools/deliver/scenarios';
import { openSignedInForm } from '../../tools/n8n/signedInForm';
import { ensureUnused } from '../../nodes/SlipwayBundle/changes/ensureUnused';
import { unusedName } from '../../nodes/SlipwayBundle/state/standIn';
import { createContractRecorder, type ContractRecorder } from '../contract/contractValidator';
import { startStack, type TestStack } from '../n8n/realN8n';
import { beImpatient } from './impatience';

const REPOSITORY = 'candlefish-ai/candlefish';

let stack: TestStack;
let contract: ContractRecorder;

beforeAll(async () => {
	stack = await startStack({ timeScale: 60 });
	contract = createContractRecorder(stack.sandbox);
	await beImpatient(stack);
});

afterAll(async () => {
	await stack?.close();
});

jest.setTimeout(600_000);

/** Those that no other suite runs in a real n8n; all of them are a matter of `npm run deliver`. */
const played = SCENARIOS.filter(({ name }) =>
	['release-fails-last', 'drifted', 'lost-delivery', 'preview-sync', 'preview-fork', 'approve'].includes(name),
);

/** What `npm run deliver` plays, each against one real n8n, the ledger of the one before in its books. */
it.each(played.map(({ name, story, ...scenario }) => [name, story, { name, story, ...scenario }] as const))(
	'%s: %s',
	async (_name, _story, scenario) => {
		const { checks, hasSettled } = await runScenario({
			api: stack.api,
			sandbox: createSandboxClient(stack.sandbox.origin, stack.n8n.origin),
			repository: REPOSITORY,
			scenario,
			killN8n: async () => {
				process.kill(stack.n8n.processId, 'SIGKILL');
				await stack.n8n.exited;
				await stack.restartN8n();
			},
			openForm: async (url) => await openSignedInForm(stack.n8n.origin, stack.n8n.session.owner, url),
			say: () => undefined,
		});
		expect(checks.filter(({ isMet }) => !isMet)).toEqual([]);
		expect(hasSettled).toBe(true);
	},
);

it('takes an empty credential in the place of each that is not used, once', async () => {
	const { credentialNames } = stack.bundle;
	const roles = [...credentialNames.keys()];
	const say = (): void => undefined;
	// The bundle's own are there: under another name each role lacks one.
	const renamed = new Map([...credentialNames].map(([role, name]) => [role, `Another ${name}`]));
	const there = await ensureUnused(stack.api, { credentialNames: renamed }, roles, say);
	const expected = [...renamed.values()].map((name) => unusedName(name));
	expect(there.map(({ name }) => name)).toEqual(expect.arrayContaining(expected));
	expect(await ensureUnused(stack.api, { credentialNames: renamed }, roles, say)).toHaveLength(there.length);
	await expect(ensureUnused(stack.api, { credentialNames }, ['slipwayNoApi'], say)).rejects.toThrow(
		/--unused slipwayNoApi: the bundle has no such role/,
	);
});

it("asks and answers nothing that the vendors' contracts do not allow", () => {
	expect(contract.checked('netlify')).toBeGreaterThan(50);
	expect(contract.violations()).toEqual([]);
});
