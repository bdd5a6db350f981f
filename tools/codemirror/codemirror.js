// What of CodeMirror the desk uses. `tools/setup.sh` makes one file of it with all that it needs: node_modules/.codemirror/codemirror.js

export { defaultKeymap, history, historyKeymap, invertedEffects, moveLineDown, moveLineUp } from "@codemirror/commands";
export { Annotation, ChangeSet, EditorSelection, EditorState, Prec, RangeSetBuilder, StateEffect, StateField, Text, Transaction } from "@codemirror/state";
export { Decoration, EditorView, keymap, ViewPlugin, WidgetType } from "@codemirror/view";
