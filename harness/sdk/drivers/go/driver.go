// Package driver is the loop that every Go driver shares: one JSON object a line in, one out (see
// ../README.md).
package driver

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

const (
	protocol    = 1
	longestText = 16 * 1024
)

// About stands in the answer to "start". The first mode is the library's default.
type About struct {
	Library       string // path of the module, whose version the binary knows
	Modes         []Mode
	Calls, Cannot []string
}

// Mode is one way to send: what signs it and by which method it goes out.
type Mode struct{ Name, Signature, Method string }

// Start says where and how to send. Times are in milliseconds; Retries 0 means none.
type Start struct {
	Protocol    int
	Mode        string
	Endpoint    string
	Region      string
	Retries     int
	Credentials struct {
		Key    string `json:"access_key_id"`
		Secret string `json:"access_key_secret"`
		Token  string `json:"security_token"`
	}
	Timeout struct{ Connect, Read int } `json:"timeout_ms"`
}

// SchemeAndHost are the two parts of the endpoint.
func (s *Start) SchemeAndHost() (string, string) {
	if at, err := url.Parse(s.Endpoint); err == nil {
		return at.Scheme, at.Host
	}
	return "", s.Endpoint
}

// Call is an operation with its parameters: a string, a json.Number, a bool or nil each.
type Call struct {
	Operation, Version string
	Parameters         map[string]interface{}
}

// Result is what a call returned. Status 0 and an empty RequestID mean: not to be had.
type Result struct {
	Value     interface{}
	Status    int
	RequestID string
}

// Failure is what the library's error tells; what is nil it does not tell.
type Failure struct{ Code, Message, Status, RequestID interface{} }

// Send makes one call.
type Send func() (Result, error)

// Driver is what a person writes for a library. Typed and Generic fail with an Unfit where the
// model, or the language, can't hold a parameter.
type Driver interface {
	About() About
	Start(mode string, request *Start) error
	Typed(call Call) (Send, error)
	Generic(call Call) (Send, error)
	Failure(err error) Failure
}

// Unfit says why a call can't express its parameters.
type Unfit string

func (why Unfit) Error() string { return string(why) }

// Told is the text itself, or nil for the empty text.
func Told(text string) interface{} {
	if text == "" {
		return nil
	}
	return text
}

type object = map[string]interface{}

// A panic of the library is what its user would meet; it is an error of the call here.
type panicked struct {
	what  interface{}
	stack string
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.what, p.stack) }

func guarded(send Send) (result Result, err error) {
	defer func() {
		if what := recover(); what != nil {
			err = &panicked{what, string(debug.Stack())}
		}
	}()
	return send()
}

func oneCall(d Driver, send Send) (string, object) {
	result, err := guarded(send)
	if err == nil {
		line := object{"value": result.Value, "status": nil, "request_id": Told(result.RequestID)}
		if result.Status != 0 {
			line["status"] = result.Status
		}
		return "ok", line
	}
	failure := Failure{Message: err.Error()}
	class := strings.TrimPrefix(fmt.Sprintf("%T", err), "*")
	if p, ok := err.(*panicked); ok {
		class, failure.Message = "panic", fmt.Sprint(p.what)
	} else {
		failure = d.Failure(err)
	}
	text := fmt.Sprintf("%v\n%+v\n%#v", err, err, err)
	if len(text) > longestText {
		text = text[:longestText]
	}
	return "error", object{"class": class, "code": failure.Code, "message": failure.Message,
		"status": failure.Status, "request_id": failure.RequestID, "text": text}
}

func plan(d Driver, wanted string, call Call) (string, Send, error) {
	if wanted != "generic" {
		send, err := d.Typed(call)
		if _, unfit := err.(Unfit); !unfit || wanted == "typed" {
			return "typed", send, err
		}
	}
	send, err := d.Generic(call)
	return "generic", send, err
}

func version(library string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == library {
				return strings.TrimPrefix(module.Version, "v")
			}
		}
	}
	return ""
}

func started(d Driver, request *Start) (object, error) {
	about := d.About()
	if request.Protocol != protocol {
		return nil, fmt.Errorf("protocol %d is not %d", request.Protocol, protocol)
	}
	if request.Mode == "" {
		request.Mode = about.Modes[0].Name
	}
	names, used := []string{}, Mode{}
	for _, mode := range about.Modes {
		names = append(names, mode.Name)
		if mode.Name == request.Mode {
			used = mode
		}
	}
	if used.Name == "" {
		return nil, fmt.Errorf("no such mode: %s", request.Mode)
	}
	if err := d.Start(used.Name, request); err != nil {
		return nil, err
	}
	return object{"protocol": protocol, "library": about.Library, "version": version(about.Library),
		"runtime": strings.Replace(runtime.Version(), "go", "Go ", 1), "mode": used.Name, "modes": names,
		"signatures": []string{used.Signature}, "methods": []string{used.Method},
		"calls": about.Calls, "cannot": append([]string{}, about.Cannot...)}, nil
}

func called(d Driver, line []byte, answer func(object)) error {
	request := struct {
		Call
		Wanted string `json:"call"`
		Times  int
	}{Wanted: "any", Times: 1}
	if err := decode(line, &request); err != nil {
		return err
	}
	if request.Wanted != "any" && request.Wanted != "typed" && request.Wanted != "generic" {
		return fmt.Errorf("no such call: %s", request.Wanted)
	}
	if request.Operation == "" || request.Version == "" || request.Parameters == nil {
		return fmt.Errorf("no operation, version or parameters")
	}
	kind, send, err := plan(d, request.Wanted, request.Call)
	if why, unfit := err.(Unfit); unfit {
		for n := 0; n < request.Times; n++ {
			answer(object{"n": n, "skipped": string(why)})
		}
		return nil
	}
	if err != nil {
		return err
	}
	for n := 0; n < request.Times; n++ {
		key, value := oneCall(d, send)
		answer(object{"n": n, "call": kind, key: value})
	}
	return nil
}

func decode(line []byte, into interface{}) error {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber() // an integer may have any size
	return decoder.Decode(into)
}

// Serve answers until the input ends or it is told to stop.
func Serve(d Driver) {
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	os.Stdout = os.Stderr // whatever else is printed, by any library
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			return
		}
		request := struct {
			Seq interface{}
			Do  string
		}{}
		answer := func(line object) {
			line["seq"] = request.Seq
			if err := answers.Encode(line); err != nil {
				os.Exit(1)
			}
		}
		failed := decode(line, &request)
		switch {
		case failed != nil:
		case request.Do == "start":
			start, about := &Start{}, object(nil)
			if failed = decode(line, start); failed == nil {
				if about, failed = started(d, start); failed == nil {
					answer(object{"started": about})
				}
			}
		case request.Do == "call":
			failed = called(d, line, answer)
		case request.Do == "stop":
			answer(object{"stopped": true})
			return
		default:
			failed = fmt.Errorf("no such request: %s", request.Do)
		}
		if failed != nil {
			answer(object{"refused": failed.Error()})
		}
	}
}
