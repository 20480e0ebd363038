import type { FlyConfig, FlyRelease } from '../../api/types';
import type { DeployPace, Strategy } from '../../state/deployPace';
import type { ResumedRelease } from '../../state/resumedRelease';
import type { DeployableMachine, LeftOutMachine } from '../../state/managedMachines';

export interface DeployRequest extends DeployPace {
	readonly app: string;
	readonly kind: 'deploy' | 'rollback';
	readonly strategy: Strategy;
	readonly image: string;
	/** Digest that the image must have; null when only Fly can say. */
	readonly digest: string | null;
	/** The commit that the image's label must name, where it has one; null for any. */
	readonly expectedCommit: string | null;
	/** Every machine that is to be changed. */
	readonly machines: readonly DeployableMachine[];
	/** What a machine is to have; its image and the marks of the release are put in afterwards. */
	readonly configOf: (machine: DeployableMachine) => FlyConfig;
	/** The containers that get the image, by the machine's id; none for a machine without containers. */
	readonly containers: ReadonlyMap<string, readonly string[]>;
	/** Machines of the app that no deploy changes. */
	readonly leftOut: readonly LeftOutMachine[];
	/** Words of the release command; none to run none. */
	readonly releaseCommand: readonly string[];
	/** Versions of the releases that a roll back leaves, the one that runs first: those after it may be the same again. */
	readonly rolledBackFrom: readonly number[];
	/** A release that is gone on with; null to make one. */
	readonly resumes: ResumedRelease | null;
	/** Whether the app has no machine yet: the only one of `machines` is what its first one is made from. */
	readonly makesFirst: boolean;
	/** Whether a machine whose program ended by itself is started again with the image; else it stays at rest. */
	readonly startsCrashed: boolean;
	/** The newest release before this one. */
	readonly newest: FlyRelease | null;
}
