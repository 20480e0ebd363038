import { leftovers } from '../invariants/leftovers';
import { shownSecrets } from '../invariants/secrets';
import type { Scene, Stage, Subject } from '../subject';

const ON_FAILURE = 'slipway07page';
const WATCH = 'slipway08reconcile';
const MINUTE_MS = 60_000;
/** What does not get through is tried again after a while, at last every 15 minutes. */
const MINUTES = 40;

/** 07 with a run that died and has no release: told once, however often n8n reports it. */
export const deadRun: readonly Subject[] = [
	{
		name: '07-on-failure of a run',
		most: 8,
		steps: ['Note what died', 'What is next?', 'Who tells it?', 'Tell the person on call', 'If nobody was told'].map(
			(step) => ({ workflowId: ON_FAILURE, step }),
		),
		async prepare({ engine, reset }: Stage): Promise<Scene> {
			await reset([]);
			// No branch is looked at.
			await engine.redis('DEL', 'slipway:watch');
			const execution = { id: '4', url: 'http://n8n/4', mode: 'trigger', error: { message: 'out of memory' } };
			const report = async (): Promise<void> => {
				const item = { execution, workflow: { id: 'x', name: 'Slipway 40: Once a day' } };
				await engine.start(ON_FAILURE, item, 'integrated');
				await engine.runner.settled();
			};
			const told = () => engine.incidents().filter(({ dedupKey }) => dedupKey === 'slipway/execution/4');
			const minutes = async (most: number): Promise<void> => {
				for (let minute = 0; minute < most; minute++) {
					if (told().length > 0 && (await leftovers(engine)).length === 0) break;
					engine.pollBeside(WATCH);
					await engine.clock.pass(MINUTE_MS);
				}
				await engine.runner.settled();
			};
			return {
				async play() {
					await report();
				},
				async judgeWhileAway(place) {
					await minutes(MINUTES);
					// A page gets nowhere while nobody takes it.
					return told().length > 0 || place?.platform === 'pagerduty' ? [] : ['a run died, and nobody is told'];
				},
				async mend() {
					await minutes(MINUTES);
					// n8n reports it again at its next start.
					await report();
				},
				isDone: async () => told().length === 1,
				async judge() {
					const [page, ...others] = told();
					return [
						...(page?.status === 'triggered' && others.length === 0 && Number(page.pageCount) === 1
							? []
							: [`a run died, and of it somebody was paged: ${JSON.stringify(told())}`]),
						...(await leftovers(engine)).map((what) => `left behind: ${what}`),
						...shownSecrets(engine),
					];
				},
			};
		},
	},
];
