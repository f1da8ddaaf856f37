// Driver of aliyun/alibaba-cloud-sdk-go, the older generated Go client.
package main

import (
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"

	"assay/sdk/driver"
)

type legacyDriver struct {
	client *ecs.Client
	start  *driver.Start
	method string
}

func (l *legacyDriver) About() driver.About {
	return driver.About{Library: "github.com/aliyun/alibaba-cloud-sdk-go",
		Modes: []driver.Mode{{Name: "post", Signature: "v1", Method: "POST"}, {Name: "get", Signature: "v1", Method: "GET"}},
		Calls: []string{"typed", "generic"},
		// Every parameter is a text, empty where it is not set; the client's region stands in.
		Cannot: []string{"null", "empty values", "absent RegionId"}}
}

func (l *legacyDriver) Start(mode string, s *driver.Start) (err error) {
	scheme, _ := s.SchemeAndHost()
	config := sdk.NewConfig().WithScheme(strings.ToUpper(scheme)).WithAutoRetry(s.Retries > 0)
	if s.Retries > 0 {
		config.WithMaxRetryTime(s.Retries)
	}
	var credential auth.Credential = credentials.NewAccessKeyCredential(s.Credentials.Key, s.Credentials.Secret)
	if s.Credentials.Token != "" {
		credential = credentials.NewStsTokenCredential(s.Credentials.Key, s.Credentials.Secret, s.Credentials.Token)
	}
	l.start, l.method = s, strings.ToUpper(mode)
	l.client, err = ecs.NewClientWithOptions(s.Region, config, credential)
	return err
}

// The kinds of field that a request has: three kinds of text.
func set(field reflect.Value, name string, value interface{}) error {
	text, number := "", json.Number("")
	switch field.Interface().(type) {
	case requests.Integer:
		number, _ = value.(json.Number)
		integer, err := strconv.ParseInt(number.String(), 10, 64)
		if err != nil {
			return driver.Unfit(name + " is declared as an integer of 64 bits")
		}
		text = string(requests.NewInteger64(integer))
	case requests.Boolean:
		truth, ok := value.(bool)
		if !ok {
			return driver.Unfit(name + " is declared as a boolean")
		}
		text = string(requests.NewBoolean(truth))
	default:
		var ok bool
		if text, ok = value.(string); !ok || field.Kind() != reflect.String {
			return driver.Unfit(name + " is declared as " + field.Type().String())
		}
	}
	field.SetString(text)
	return nil
}

func (l *legacyDriver) Typed(call driver.Call) (driver.Send, error) {
	method := reflect.ValueOf(l.client).MethodByName(call.Operation)
	if !method.IsValid() || call.Version != "2014-05-26" {
		return nil, driver.Unfit("no method for " + call.Operation + " of " + call.Version)
	}
	fresh := func() (reflect.Value, error) {
		model := reflect.New(method.Type().In(0).Elem())
		request := &requests.RpcRequest{}
		request.InitWithApiInfo("Ecs", call.Version, call.Operation, "ecs", "openAPI")
		_, request.Domain = l.start.SchemeAndHost()
		request.Method = l.method
		l.limit(request)
		model.Elem().FieldByName("RpcRequest").Set(reflect.ValueOf(request))
		for name, value := range call.Parameters {
			field := model.Elem().FieldByName(name)
			known, ok := model.Elem().Type().FieldByName(name)
			if !ok || (known.Tag.Get("name") != name && name != "RegionId") {
				return model, driver.Unfit("the request has no " + name)
			}
			if err := set(field, name, value); err != nil {
				return model, err
			}
		}
		return model, nil
	}
	if _, err := fresh(); err != nil {
		return nil, err
	}
	return func() (driver.Result, error) {
		model, _ := fresh() // a request can't be sent twice: what was signed stays in it
		out := method.Call([]reflect.Value{model})
		if err, failed := out[1].Interface().(error); failed {
			return driver.Result{}, err
		}
		return l.result(out[0].Interface().(response)), nil
	}, nil
}

func (l *legacyDriver) Generic(call driver.Call) (driver.Send, error) {
	texts := map[string]string{}
	for name, value := range call.Parameters {
		switch value := value.(type) {
		case nil:
			return nil, driver.Unfit("a map of texts has no null for " + name)
		case bool:
			texts[name] = strconv.FormatBool(value)
		case json.Number:
			texts[name] = value.String()
		case string:
			texts[name] = value
		}
	}
	return func() (driver.Result, error) {
		request := requests.NewCommonRequest()
		request.Version, request.ApiName, request.Product = call.Version, call.Operation, "Ecs"
		_, request.Domain = l.start.SchemeAndHost()
		request.Method = l.method
		l.limit(request)
		for name, text := range texts {
			request.QueryParams[name] = text
		}
		answer, err := l.client.ProcessCommonRequest(request)
		if err != nil {
			return driver.Result{}, err
		}
		return l.result(answer), nil
	}, nil
}

func (l *legacyDriver) limit(request requests.AcsRequest) {
	request.SetConnectTimeout(time.Duration(l.start.Timeout.Connect) * time.Millisecond)
	request.SetReadTimeout(time.Duration(l.start.Timeout.Read) * time.Millisecond)
}

type response interface {
	GetHttpStatus() int
	GetHttpContentBytes() []byte
}

// The answer of a typed call holds the fields of the body and more; a generic one has the body.
func (l *legacyDriver) result(answer response) (r driver.Result) {
	r.Status = answer.GetHttpStatus()
	if field := reflect.ValueOf(answer).Elem().FieldByName("RequestId"); field.IsValid() {
		r.RequestID = field.String()
		r.Value = answer
		return r
	}
	body := answer.GetHttpContentBytes()
	if json.Unmarshal(body, &r.Value) != nil {
		r.Value = string(body)
	}
	return r
}

func (l *legacyDriver) Failure(err error) driver.Failure {
	failure := driver.Failure{Message: err.Error()}
	var told sdkerrors.Error
	if errors.As(err, &told) {
		failure.Code, failure.Message = driver.Told(told.ErrorCode()), told.Message()
	}
	var server *sdkerrors.ServerError
	if errors.As(err, &server) {
		failure.Status, failure.RequestID = server.HttpStatus(), driver.Told(server.RequestId())
	}
	return failure
}

func main() { driver.Serve(&legacyDriver{}) }
