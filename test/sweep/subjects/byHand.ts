import type { ServiceName } from '../../../tools/deliver/scenario';
import { readString } from '../../../tools/json';
import { openPage, sendPage } from '../../n8n/engine/forms';
import type { EngineRun } from '../../n8n/engine/runs';
import { createHandForm } from '../../workflows/handForm';
import { releaseWorldOn } from '../../workflows/releaseWorld';
import { leftovers } from '../invariants/leftovers';
import { shownSecrets } from '../invariants/secrets';
import type { Scene, Stage, Subject } from '../subject';

/** Looks of GitHub Watch after which nothing comes of itself any more. */
const LOOKS = 40;

/** The form of 05, to its end: a person rolls a service back to the release before. */
export const byHand: readonly Subject[] = [
	rollbackOf('05-manual-rollback on netlify', 'paintbox-frontend'),
	rollbackOf('05-manual-rollback on fly', 'paintbox-api'),
	rollbackOf('05-manual-rollback on ecs', 'gateway'),
];

function rollbackOf(name: string, service: ServiceName): Subject {
	return {
		name,
		isOwn: ({ platform }) => platform !== 'public',
		most: 15,
		async prepare(stage: Stage): Promise<Scene> {
			const { engine } = stage;
			await stage.reset([service]);
			const world = releaseWorldOn(engine);
			await world.arrange();
			const deploy = async (): Promise<string> => {
				const commit = await world.push({ touches: [service] });
				await world.calm();
				return commit;
			};
			const good = await deploy();
			const newest = await deploy();
			const form = createHandForm(() => engine);
			const live = async (): Promise<string> => (await world.state(service)).commit;
			let isSaid = false;
			const isDone = async (): Promise<boolean> =>
				(await live()) === good &&
				world.ledger(service).some(({ kind, state }) => kind === 'rollback' && state === 'live');
			return {
				async play() {
					const offered = await form.begin();
					const steps: ReadonlyArray<(run: EngineRun) => Promise<EngineRun>> = [
						async (run) => await sendPage(engine, run, [`${service} / production`]),
						async (run) => await form.chooseDeployment(run, good),
						async (run) => await form.confirm(run),
					];
					let run = offered;
					for (const step of steps) {
						// What cannot be done is said on a last page, and goes no further.
						if (run.status !== 'waiting' || (await openPage(engine, run)).template !== 'form-trigger') break;
						run = await step(run);
					}
					isSaid = run.status === 'waiting';
					await engine.runner.settled();
				},
				async mend() {
					for (let count = 0; count < LOOKS && (await leftovers(engine)).length > 0; count++) await world.minute();
					await engine.runner.settled();
				},
				isDone,
				async judge() {
					const commit = await live();
					const newestRow = world.ledger(service).at(-1);
					const said = newestRow ? (readString(newestRow, 'live_commit') ?? '') : '';
					const pages = world.pages();
					return [
						...(commit === good || commit === newest
							? []
							: [`${service} serves ${commit}, neither the old nor the new`]),
						...(newestRow?.state === 'live' && said !== commit
							? [`the ledger says that ${said} is live, and it is ${commit}`]
							: []),
						...(await leftovers(engine)).map((what) => `left behind: ${what}`),
						...(isSaid || pages.length > 0 ? [] : ['the form ended without a word, and nobody was paged']),
						...(pages.length > 1 ? [`somebody was paged ${pages.length} times: ${pages.join(' | ')}`] : []),
						...shownSecrets(engine),
					];
				},
			};
		},
	};
}
