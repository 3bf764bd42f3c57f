import { Command, Option } from "commander";

export type Shell = "bash" | "zsh" | "fish";

/** The scripts by which shells complete commands, flags and the values that flags take; other words are files. */
export const COMPLETIONS: Readonly<Record<Shell, (program: Command) => string>> = {
  bash: (program) => `# bash completion of trust-mesh: source <(trust-mesh completion bash)
_trust_mesh() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then words="${names(program)} --help --version"
  else
    case "\${COMP_WORDS[1]} $prev" in
${values(program, (command, flag, all) => `      "${command} ${flag}") words="${all}" ;;`)}
      *)
        case "\${COMP_WORDS[1]}" in
${program.commands.map((one) => `          ${one.name()}) [[ $cur == -* ]] && words="${flags(one).join(" ")} --help" ;;`).join("\n")}
        esac ;;
    esac
  fi
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); else COMPREPLY=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _trust_mesh trust-mesh
`,
  zsh: (program) => `#compdef trust-mesh
# zsh completion of trust-mesh: source <(trust-mesh completion zsh), after compinit
_trust_mesh() {
  local -a all
  if (( CURRENT == 2 )); then
    all=(${program.commands.map((one) => quoted(`${one.name()}:${one.summary()}`)).join(" ")})
    _describe command all
    return
  fi
  case "\${words[2]} \${words[CURRENT-1]}" in
${values(program, (command, flag, words) => `    "${command} ${flag}") compadd -- ${words}; return ;;`)}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    case "\${words[2]}" in
${program.commands.map((one) => `      ${one.name()}) compadd -- ${flags(one).join(" ")} --help ;;`).join("\n")}
    esac
    return
  fi
  _files
}
compdef _trust_mesh trust-mesh
`,
  fish: (program) =>
    [
      "# fish completion of trust-mesh: trust-mesh completion fish | source",
      ...program.commands.flatMap((command) => {
        const name = command.name();
        return [
          `complete -c trust-mesh -n __fish_use_subcommand -f -a ${name} -d ${quoted(command.summary())}`,
          ...command.options.map((option) => {
            const choices = option.argChoices ? ` -x -a ${quoted(option.argChoices.join(" "))}` : valued(option);
            return `complete -c trust-mesh -n "__fish_seen_subcommand_from ${name}" -l ${flagOf(option).slice(2)}${choices} -d ${quoted(option.description)}`;
          }),
        ];
      }),
      "",
    ].join("\n"),
};

function names(program: Command): string {
  return program.commands.map((one) => one.name()).join(" ");
}

function flagOf({ long, flags: all }: Option): string {
  return long ?? all;
}

function flags(command: Command): readonly string[] {
  return command.options.map(flagOf);
}

function valued({ required }: Option): string {
  return required ? " -r" : "";
}

/** A line for each flag that takes one of some values, and for the shells of this command. */
function values(program: Command, line: (command: string, flag: string, all: string) => string): string {
  const ofFlags = program.commands.flatMap((command) =>
    command.options.flatMap((option) =>
      option.argChoices ? [line(command.name(), flagOf(option), option.argChoices.join(" "))] : [],
    ),
  );
  return [...ofFlags, line("completion", "completion", Object.keys(COMPLETIONS).join(" "))].join("\n");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
