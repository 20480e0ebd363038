/**
 * What is to be done about one service, by what is seen now.
 *
 * - `blocked` a faulty or disabled row, a branch that is gone, a hold, a closed window, or a dependency that is
 *   not live yet
 * - `awaitingApproval` nobody has approved exactly this commit and artifact yet
 * - `unseen` the head, or what is live, could not be read: nothing is done
 * - `adopt` a deployment of ours is under way there: it is followed to its end
 * - `verify` a deployment of ours is live, and nobody judged it yet
 * - `baseline` something is live, and the ledger has no verdict of ours: gated and recorded, never rolled back
 * - `record` what we left live was deployed again outside, the same artifact and commit; or what drifted is what the
 *   head has by now: gated and recorded
 * - `drifted` somebody deployed or rolled back outside: recorded, and left
 * - `skipped` the head's first line asks for no deployment
 * - `nothing` head and live have the same content
 * - `failedBefore` the newest attempt was at the head's content, and failed
 * - `compensated` it was, and was rolled back because another service failed
 * - `waiting` its image is being built
 * - `buildMissing` no build of its image came
 * - `deploy` it is deployed
 */
export type DecisionWord =
	| 'blocked'
	| 'awaitingApproval'
	| 'unseen'
	| 'adopt'
	| 'verify'
	| 'baseline'
	| 'record'
	| 'drifted'
	| 'skipped'
	| 'nothing'
	| 'failedBefore'
	| 'compensated'
	| 'waiting'
	| 'buildMissing'
	| 'deploy';

export interface Decision {
	readonly decision: DecisionWord;
	/** Why, for people. */
	readonly reason: string;
	/** Whether 03 carries it out now. A drift that is on record already, for one, is only waited out. */
	readonly isActing: boolean;
	/** What is to go live, or is looked at; empty where there is none. */
	readonly commit: string;
	/** The image to deploy, or the artifact that is looked at; empty where there is none. */
	readonly artifact: string;
	/** The platform's id of what is followed or judged; empty for a new deployment. */
	readonly deploymentId: string;
	/** The row of the ledger that it goes on with; 0 for a new one. */
	readonly rowId: number;
	/** Whether it may be rolled back when what is live turns out bad. */
	readonly mayRollBack: boolean;
	/** Of what awaits an approval: what is live now; else empty. */
	readonly liveCommit: string;
	/** When somebody has to look again, should nothing happen before; ISO 8601, empty for never. */
	readonly lookAgainAt: string;
	/** Whether it waits only for the time: a window opens, a freeze ends. */
	readonly isTimed: boolean;
	/** What the person on call is told once, under this name; empty when nobody has to be told. */
	readonly saidAs: string;
	/** Whether what is live is known to be good, and right: only then does a release end a page. */
	readonly isWell: boolean;
}
