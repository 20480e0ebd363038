import type { IDataObject } from 'n8n-workflow';

/** A machine's whole configuration: an update replaces all of it, so it is only ever passed on whole. */
export type FlyConfig = IDataObject;

export interface FlyEvent {
	readonly id?: string | null;
	readonly type?: string | null;
	readonly status?: string | null;
	/** Milliseconds since the epoch. */
	readonly timestamp?: number | null;
	readonly request?: unknown;
}

export interface FlyCheck {
	readonly name?: string | null;
	/** `passing`, `warning` or `critical`. */
	readonly status?: string | null;
	readonly output?: string | null;
}

export interface FlyImage {
	readonly registry?: string | null;
	readonly repository?: string | null;
	readonly tag?: string | null;
	readonly digest?: string | null;
	readonly labels?: Readonly<Record<string, string>> | null;
}

/** A machine as the Machines API answers it; the fields this package reads. */
export interface FlyMachine {
	readonly id: string;
	readonly name?: string | null;
	readonly state?: string | null;
	readonly region?: string | null;
	/** The version it has or is becoming. */
	readonly instance_id?: string | null;
	/** Missing while its host does not answer. */
	readonly config?: FlyConfig | null;
	/** What is known of it then. */
	readonly incomplete_config?: FlyConfig | null;
	readonly image_ref?: FlyImage | null;
	/** The newest first. */
	readonly events?: readonly FlyEvent[] | null;
	readonly checks?: readonly FlyCheck[] | null;
	readonly host_status?: string | null;
	readonly cordoned?: boolean | null;
	readonly created_at?: string | null;
	readonly updated_at?: string | null;
}

export interface FlyMachineVersion {
	readonly version?: string | null;
	readonly user_config?: FlyConfig | null;
}

export interface FlyApp {
	readonly id?: string | null;
	readonly name?: string | null;
	readonly status?: string | null;
	readonly machine_count?: number | null;
	readonly network?: string | null;
	readonly organization?: { readonly name?: string | null; readonly slug?: string | null } | null;
}

export interface FlySecret {
	readonly name?: string | null;
	readonly digest?: string | null;
	readonly created_at?: string | null;
	readonly updated_at?: string | null;
}

/** A line of an app's log, as Fly keeps it for a short time. A type, so that it is JSON as it is. */
export type FlyLogLine = {
	readonly at: string;
	readonly machine: string;
	readonly region: string;
	readonly level: string;
	readonly message: string;
};

/** A release in Fly's GraphQL API. */
export interface FlyRelease {
	readonly id: string;
	readonly version: number;
	readonly status?: string | null;
	readonly description?: string | null;
	readonly reason?: string | null;
	readonly imageRef?: string | null;
	readonly deploymentStrategy?: string | null;
	readonly createdAt?: string | null;
	readonly user?: { readonly email?: string | null } | null;
	/** What whoever made the release kept with it. */
	readonly metadata?: unknown;
}

export interface AppReleases {
	/** Where the app answers, without a slash at the end; empty where Fly does not say. */
	readonly url: string;
	/** The newest first; without what this package keeps in them. */
	readonly releases: readonly FlyRelease[];
}

/** The certificate of a host name of one's own. */
export interface FlyCertificate {
	readonly hostname: string;
	/** Fly's own word, such as `active` or `pending_validation`. */
	readonly status: string | null;
	/** ISO 8601; null until it was issued. */
	readonly expiresAt: string | null;
}
