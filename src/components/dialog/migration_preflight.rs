//! Before the first step of a migration: the questions to ask, the commands that answer them, and what a pasted answer
//! means.

use leptos::html;
use leptos::prelude::*;
use poolwright_protocol::{
    Line, MigrationOptions, Outcome, PreflightAnswer, PreflightQuestion, Request, Response, Span, SpanKind,
};

use crate::components::button::Button;
use crate::components::code_block::CodeBlock;
use crate::components::copy_button::CopyButton;
use crate::effects::worker;
use crate::store::{Store, use_store};

/// What was pasted, and what came of it. It is kept in the dialog only.
#[derive(Clone, Copy, Debug)]
struct Form {
    area: NodeRef<html::Textarea>,
    answers: RwSignal<Vec<PreflightAnswer>>,
    problem: RwSignal<String>,
}

/// The questions, and a place for answers.
#[component]
pub fn Preflight(questions: Vec<PreflightQuestion>, options: StoredValue<MigrationOptions>) -> AnyView {
    let store = use_store();
    let form = Form {
        area: NodeRef::new(),
        answers: RwSignal::new(Vec::new()),
        problem: RwSignal::new(String::new()),
    };
    let title = format!("Before the first step: {} questions", questions.len());
    let questions = questions.into_iter().map(question).collect_view();
    let answers = move || {
        form.answers.with(|answers| {
            answers
                .iter()
                .map(|answer| view! { <p class=class_of(answer.outcome)>{line(answer)}</p> })
                .collect_view()
        })
    };
    view! {
        <details class="preflight">
            <summary>{title}</summary>
            <ol class="lines">{questions}</ol>
            <p class="sub" id="preflight-help">
                "Paste what one of the commands printed. It is read in this page; nothing is sent or stored."
            </p>
            <label for="preflight-answer">"Answer"</label>
            <textarea
                id="preflight-answer" class="control mono" rows="4" spellcheck="false"
                aria-describedby="preflight-help preflight-problem"
                aria-invalid=move || (!form.problem.get().is_empty()).to_string()
                node_ref=form.area
                on:input=move |_| form.problem.set(String::new())
            ></textarea>
            <p id="preflight-problem" class="hint refused" role="alert">{move || form.problem.get()}</p>
            <div class="actions">
                <Button class="button small" text="Read the answer" press=move || read(store, form, options.get_value())/>
            </div>
            <div id="preflight-answers">{answers}</div>
        </details>
    }
    .into_any()
}

fn question(question: PreflightQuestion) -> AnyView {
    let id = format!("preflight-{}", question.code);
    let label = format!("Command for: {}", question.question);
    let lines = vec![Line(vec![Span(SpanKind::Plain, question.command.clone())])];
    view! {
        <li>
            <p>{question.question}</p>
            <div class="words">
                <CodeBlock id=id.clone() label=label.clone() lines=lines/>
                <CopyButton text="Copy" label=format!("Copy {label}") what="the command" from=id content=question.command/>
            </div>
            <p class="sub">{question.meaning}</p>
        </li>
    }
    .into_any()
}

fn class_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fine => "hint",
        Outcome::Caution => "hint unsupported",
        Outcome::Blocking => "hint refused",
    }
}

fn line(answer: &PreflightAnswer) -> String {
    let word = match answer.outcome {
        Outcome::Fine => "Fine",
        Outcome::Caution => "Caution",
        Outcome::Blocking => "Blocking",
    };
    format!("{word}: {} {}", answer.question, answer.text)
}

/// Has the worker read an answer.
fn read(store: Store, form: Form, options: MigrationOptions) {
    let text = form.area.get_untracked().map(|area| area.value()).unwrap_or_default();
    let request = Request::Preflight { plan: store.plan_text(), today: store.today(), options, text };
    worker::request(store, request, move |response| {
        let problem = match response {
            Some(Response::Preflight(answers)) => {
                store.say(answers.iter().map(line).collect::<Vec<_>>().join(" "));
                form.answers.try_set(answers);
                String::new()
            }
            Some(Response::Failed(sentence)) => sentence,
            _ => worker::NO_WORKER.to_owned(),
        };
        form.problem.try_set(problem);
    });
}
