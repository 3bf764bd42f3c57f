import { text, unlessUnresolved } from "../../simulator";
import { PROVIDER_FORMS } from "../../vendor/argument-rules";
import { Finding, Rule } from "../finding";

/** Configurations of providers that the provider or its cloud refuses: nothing is made by them. */
export const refusedProviders: Rule = ({ configuration }) =>
  configuration.providers.flatMap((provider): readonly Finding[] => {
    const [kind] = provider.key.split(".");
    const forms = Object.hasOwn(PROVIDER_FORMS, kind) ? PROVIDER_FORMS[kind] : [];
    return forms.flatMap(({ argument, form, words }): readonly Finding[] => {
      const value = unlessUnresolved(() => text(provider.argument(argument)), undefined);
      if (value === undefined || form.test(value)) return [];
      const reason = `${argument} is "${value}", and must be ${words}`;
      const place = `${provider.stack}: provider.${provider.key}`;
      return [{ code: "refused-object", severity: "fault", place, argument, what: provider.key, reason }];
    });
  });
