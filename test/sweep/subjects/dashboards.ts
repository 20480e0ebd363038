import { isRecord, readRecords } from '../../../tools/json';
import type { Engine } from '../../n8n/engine/engine';
import { releaseWorldOn } from '../../workflows/releaseWorld';
import type { Scene, Stage, Subject } from '../subject';
import { ofPlatforms, releaseOf } from './release';

const SERVICE = 'paintbox-frontend';
const IS_OWN = ofPlatforms('grafana');
const release = releaseOf('36-tell-grafana', 'good', [SERVICE], { isOwn: IS_OWN });

/** 36 after a release: nothing of it changes the release, nobody is paged, and each deployment is marked once. */
export const dashboards: readonly Subject[] = [
	{
		name: release.name,
		isOwn: IS_OWN,
		most: 5,
		async prepare(stage: Stage, isOurs: boolean): Promise<Scene> {
			const { engine } = stage;
			const scene = await release.prepare(stage, isOurs);
			const world = releaseWorldOn(engine);
			const before = new Set(world.ledger(SERVICE).map(({ id }) => id));
			const pagesBefore = engine.incidents().length;
			let isDone = false;
			let violations: readonly string[] = [];
			return {
				...scene,
				async mend() {
					await scene.mend();
					isDone = await scene.isDone();
					violations = await scene.judge();
					// What Grafana did not take is marked with the next deployment.
					await world.push({ touches: [SERVICE] });
					await world.calm();
				},
				isDone: async () => isDone,
				async judge() {
					const deployed = world.ledger(SERVICE).filter(({ id, kind }) => !before.has(id) && kind === 'deploy');
					const marks = deployed.map(({ commit }) => [commit, marksOf(engine, String(commit))] as const);
					return [
						...violations,
						...(engine.incidents().length > pagesBefore ? ['somebody was paged, and Grafana is only told'] : []),
						...(deployed.length < 2 ? [`of two deployments the ledger has ${deployed.length}`] : []),
						...marks
							.filter(([, count]) => count !== 1)
							.map(([commit, count]) => `${String(commit)} is marked ${count} times on the dashboards`),
					];
				},
			};
		},
	},
];

function marksOf(engine: Engine, commit: string): number {
	const { grafana } = engine.sandbox.state();
	const annotations = isRecord(grafana) ? readRecords(grafana, 'annotations') : [];
	return annotations.filter(({ text }) => String(text).includes(commit.slice(0, 7))).length;
}
