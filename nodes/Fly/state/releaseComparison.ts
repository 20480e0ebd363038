import type { FlyConfig, FlyRelease } from '../api/types';
import { essenceOf } from './configEssence';
import type { DeployableMachine } from './managedMachines';
import { releaseIdOf } from './marks';
import { configUnder, type HistoryOf } from './recordedConfigurations';
import { imageNow, imageUnder, isSameImage } from './releaseImage';

/** Whether a release gave machines something else; `unknown` where its configuration is not kept any more. */
export type Difference = 'same' | 'differs' | 'unknown';

/** What is compared with: all that the machines had under the release that runs, or only what they have now. */
export type ComparedWith = 'release' | 'now';

export type ReleaseComparison = (release: FlyRelease, comparedWith: ComparedWith) => Difference;

/**
 * How releases differ from the one that runs, by image and configuration. A release that only brought
 * secrets, a restart or the same image again is no other one: to go back to it would change nothing.
 */
export function releaseComparison(
	current: FlyRelease,
	machines: readonly DeployableMachine[],
	historyOf: HistoryOf,
): ReleaseComparison {
	const running = machines.find(({ config }) => releaseIdOf(config) === current.id);
	const currentImage = imageUnder(current, machines, historyOf, running?.machine);
	return (release, comparedWith) => {
		const image = imageUnder(release, machines, historyOf);
		const others = comparedWith === 'now' ? machines.map(({ machine }) => imageNow(machine)) : [currentImage];
		let isKnown = true;
		for (const other of others) {
			if (image === null || other === null) isKnown = false;
			else if (!isSameImage(image, other)) return 'differs';
		}
		for (const managed of machines) {
			const then = configUnder(release, managed, machines, historyOf);
			if (then === null) {
				isKnown = false;
				continue;
			}
			const nows = configsNow(current, managed, historyOf, comparedWith);
			const wanted = essenceOf(then.config);
			if (!nows.some((now) => essenceOf(now) === wanted)) return 'differs';
		}
		return isKnown ? 'same' : 'unknown';
	};
}

/** What a machine has, as its versions tell it, or as the machine itself does where they do not. */
function configsNow(
	current: FlyRelease,
	{ machine, config }: DeployableMachine,
	historyOf: HistoryOf,
	comparedWith: ComparedWith,
): FlyConfig[] {
	const { configurations } = historyOf(machine.id);
	const newest = configurations[0] ?? config;
	const ofRelease = configurations.filter((kept) => releaseIdOf(kept) === current.id);
	return comparedWith === 'now' ? [newest] : [newest, ...ofRelease];
}
