import type { JsonMember } from '../../deployment/values/jsonMembers';

/** A value for a secret, as a person gave it. */
export type GivenValue =
	| {
			readonly kind: 'keys';
			readonly members: ReadonlyMap<string, JsonMember>;
			/** As it is stored when it takes the place of the whole secret. */
			readonly text: string;
			/** Whether the values' kinds were given: in JSON `"5432"` is another value than `5432`. */
			readonly isTyped: boolean;
	  }
	| { readonly kind: 'text'; readonly text: string };
