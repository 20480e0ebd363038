import { beginForm, openPage, sendPage } from '../n8n/engine/forms';
import type { Engine } from '../n8n/engine/engine';
import type { EngineRun } from '../n8n/engine/runner';

export interface LastPage {
	readonly title: string;
	readonly message: string;
}

/** The form of 05 as a person meets it, on the engine. */
export interface HandForm {
	/** The first page, sent. */
	begin(action?: string, reason?: string): Promise<EngineRun>;
	/** The page at which the form waits, as text. */
	shown(run: EngineRun): Promise<string>;
	/** What can be chosen on the page. */
	choices(run: EngineRun, label?: string): Promise<readonly string[]>;
	/** Sends the choice of a deployment by its commit. */
	chooseDeployment(run: EngineRun, commit: string): Promise<EngineRun>;
	/** Sends what the page wants typed. */
	confirm(run: EngineRun): Promise<EngineRun>;
	/** The last page. Raises when the form does not end there. */
	end(run: EngineRun): Promise<LastPage>;
}

/** `engineOf`: the engine, once there is one. */
export function createHandForm(engineOf: () => Engine): HandForm {
	const form: HandForm = {
		begin: async (action = 'Roll back a service', reason = 'The checkout is slow') =>
			await beginForm(engineOf(), 'slipway05manual', { action, reason }),
		shown: async (run) => JSON.stringify((await openPage(engineOf(), run)).data),
		choices: async (run, label = 'Go back to') => (await openPage(engineOf(), run)).fields.get(label) ?? [],
		async chooseDeployment(run, commit) {
			const { fields } = await openPage(engineOf(), run);
			const offered = (fields.get('Go back to') ?? []).find((option) => option.startsWith(commit.slice(0, 7)));
			const choice = offered === undefined ? '' : JSON.stringify([offered]);
			// The table above the choices is a field, too, which has no answer.
			return await sendPage(engineOf(), run, fields.size === 1 ? [choice] : ['', choice]);
		},
		async confirm(run) {
			const [label = ''] = [...(await openPage(engineOf(), run)).fields.keys()];
			return await sendPage(engineOf(), run, [label.replace('To confirm, type ', '')]);
		},
		async end(run) {
			expect(run).toMatchObject({ status: 'waiting', error: undefined });
			const { data, template } = await openPage(engineOf(), run);
			expect(template).toBe('form-trigger-completion');
			return { title: String(data.title), message: String(data.message) };
		},
	};
	return form;
}
