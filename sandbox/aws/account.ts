export const ACCOUNT_ID = '123456789012';
export const REGION = 'us-east-1';
export const ACCESS_KEY_ID = 'AKIASANDBOX00000000';
export const SECRET_ACCESS_KEY = 'sandbox-aws-secret-access-key';
export const USER_NAME = 'slipway-sandbox';
export const USER_ARN = `arn:aws:iam::${ACCOUNT_ID}:user/${USER_NAME}`;

/** `arn:aws:ecs:us-east-1:123456789012:<resource>`. The sandbox has one state for all regions. */
export function arnOf(service: string, resource: string): string {
	return `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;
}

/** AWS's JSON protocol writes a time as seconds since the epoch, with a fraction. */
export function epochSeconds(atMs: number): number {
	return Math.round(atMs) / 1000;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** As `epochSeconds`, of the beginning of its day: AWS keeps no more of a last access. */
export function epochSecondsOfDay(atMs: number): number {
	return epochSeconds(Math.floor(atMs / DAY_MS) * DAY_MS);
}
