/** A deployment that a platform has begun and not ended, as one look found it. */
export interface DeploymentUnderWay {
	/** The platform's id of it. */
	readonly deploymentId: string;
	/** Empty where the platform does not tell. */
	readonly commit: string;
	readonly artifact: string;
	/** ISO 8601, UTC; empty where the platform does not tell. */
	readonly startedAt: string;
}

/** What is live at one target, by one look, in the same shape for every platform. Strings are empty where not known. */
export interface LiveDeployment {
	readonly platform: string;
	/** The site, app or service, as its platform names it. */
	readonly target: string;
	/** Netlify's: production, or a branch's; empty on other platforms. */
	readonly context: string;
	/** Whether anything is live there: false before the first deployment. */
	readonly isLive: boolean;
	/** The platform's id of what is live: what its Roll Back or Restore takes. */
	readonly deploymentId: string;
	/** What runs, byte for byte: a running image's digest, else its reference; at Netlify the deploy's id. */
	readonly artifact: string;
	/** The commit it was built from, as far as that can be proven. */
	readonly commit: string;
	/** Where this very deployment, or its context, answers. */
	readonly url: string;
	/** The platform's running number or revision. */
	readonly version: string;
	/** ISO 8601, UTC. */
	readonly publishedAt: string;
	readonly underWay: DeploymentUnderWay | null;
	/** Why what is live does no work, where its platform tells: a version that no worker runs. Not there otherwise. */
	readonly notRunning?: string;
}
