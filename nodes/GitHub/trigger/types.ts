/** docs.github.com/rest/repos/webhooks; an organization's hooks have the same fields. */
export interface GitHubHook {
	readonly id: number;
	readonly active: boolean;
	readonly events: readonly string[];
	readonly config: {
		readonly url?: string;
		/** Eight stars when there is one; never the secret. */
		readonly secret?: string;
	};
}
